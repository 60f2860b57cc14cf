/** A topic as challenges and organisations carry it. */
export const topicPattern = /^[a-z0-9][a-z0-9-]{0,59}$/;
