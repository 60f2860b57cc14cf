import { Verifier } from 'academic-email-verifier';

/** A mail domain of a university, and the university's name as the list has it. */
export interface AcademicDomain {
  domain: string;
  institution: string;
}

/** Labels of letters, digits and hyphens: the library makes a path of them. */
const shape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){1,8}$/;

/**
 * The university behind a mail domain, also where the address is of one of its departments (`lab.tudelft.nl`). The list is that of
 * the npm package: an address at such a domain is a hint for the person who verifies, and proves nothing by itself.
 */
export async function academicDomain(mailDomain: string): Promise<AcademicDomain | undefined> {
  const whole = mailDomain.toLowerCase();
  if (!shape.test(whole)) return undefined;
  const labels = whole.split('.');
  for (let from = 0; from <= labels.length - 2; from++) {
    const domain = labels.slice(from).join('.');
    const names = await Verifier.getInstitutionName(`x@${domain}`);
    if (names) return { domain, institution: names.split('\n')[0]!.trim() };
  }
  return undefined;
}
