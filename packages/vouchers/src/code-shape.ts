/** 4 to 128 printable characters of ASCII, none a space at its ends: what no printer, scanner or log is surprised by. */
export const VOUCHER_CODE = /^[\x21-\x7E][\x20-\x7E]{2,126}[\x21-\x7E]$/;

/** 1 to 64 printable characters, none a space at its ends. */
export const ORDER_REFERENCE = /^[^\p{C}\p{Z}](?:[^\p{C}]{0,62}[^\p{C}\p{Z}])?$/u;
