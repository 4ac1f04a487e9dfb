import type { VoucherSettings } from '@tillbridge/config';

type CodeSettings = NonNullable<VoucherSettings['codes']>;

/** Whether a code has the shape of a ticket's and fails its check: it was read badly. */
export function misreadTest(codes: CodeSettings | null): (code: string) => boolean {
  if (codes === null || codes.check === 'none') return () => false;
  const shape = new RegExp(`^(?:${codes.pattern})$`, 'u');
  const passes = codes.check === 'mod10' ? passesMod10 : passesMod97;
  return (code) => shape.test(code) && !passes(code);
}

/** ISO/IEC 7812-1, annex B, over the digits of the code; the last one is the check digit. */
function passesMod10(code: string): boolean {
  const digits = [...code].filter((mark) => mark >= '0' && mark <= '9').map(Number);
  if (digits.length < 2) return false;
  const sum = digits.reverse().reduce((total, digit, place) => {
    const weighed = place % 2 === 1 ? digit * 2 : digit;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10, over letters (A is 10) and digits; the last two are the check digits. */
function passesMod97(code: string): boolean {
  let rest = 0;
  let marks = 0;
  for (const mark of code.toUpperCase()) {
    const value = /\d/.test(mark) ? Number(mark) : /[A-Z]/.test(mark) ? mark.charCodeAt(0) - 55 : null;
    if (value === null) continue;
    marks += 1;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return marks > 2 && rest === 1;
}
