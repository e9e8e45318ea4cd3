/** Tokens that an image costs at most, by what the large providers say of theirs; about, where its pixels are not known. */
export const MOST_IMAGE_TOKENS = 1600;
