import { defineProblems } from '@app/kernel';

export const fileProblems = defineProblems('file', {
  tooLarge: { status: 413, title: 'The file is too large.' },
  tooMany: { status: 409, title: 'There is no room for another file here.' },
  badName: { status: 422, title: 'The file needs a name with an extension.' },
  typeRefused: { status: 422, title: 'Files of this type are not taken here.' },
  contentRefused: { status: 422, title: 'The content of the file is not what its name says.' },
  empty: { status: 422, title: 'The file is empty.' },
  scanRefused: { status: 422, title: 'The scan refused this file.' },
  erased: { status: 410, title: 'The content was erased for good.' },
});
