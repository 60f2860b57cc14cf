import { defineJob } from '@app/kernel';

/** Keys of blobs that no row names any more. */
export const deleteBlobs = defineJob<{ keys: string[] }>('files.delete_blobs', 'files');
