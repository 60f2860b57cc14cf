/** Types of file that are taken, as people say them; the first five can be stripped of who made them. */
export const fileTypes: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'text/plain': 'TXT',
  'text/csv': 'CSV',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX (Word)',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX (Excel)',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX (PowerPoint)',
  'application/zip': 'ZIP',
  'video/mp4': 'MP4',
};

/** Types of which judges get a copy without names. */
export const isStripped = (type: string) => Object.keys(fileTypes).slice(0, 5).includes(type);

export const fileTypeName = (type: string) => fileTypes[type] ?? type;
