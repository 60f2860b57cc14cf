/** One line or several that a mail program makes no link of: such texts may stand in mails to people who did not ask. */
export const withoutLink = /^(?!.*(:\/\/|www\.)).*$/isu;
