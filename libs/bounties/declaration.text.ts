import { line, party, type PartyTerms, point } from '@app/agreements';

/** What is filled into the text, all of it as it was when the declaration was asked for. */
export interface DeclarationTerms {
  declaration: string;
  askedAt: Date;
  platform: string;
  sponsor: PartyTerms;
  challenge: { id: string; title: string };
}

/** The text a sponsor signs before money goes back to it: `#` before headings and `-` before points. Equal terms make equal bytes. */
export function declarationText({ declaration, askedAt, platform, sponsor, challenge }: DeclarationTerms): string {
  return [
    `# Non-use declaration on “${line(challenge.title)}”`, '',
    `${declaration}, asked for on ${askedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. Text: guildhall-non-use-declaration-2.`, '',
    '## 1. Who declares', '',
    point(`Sponsor: ${party(sponsor)}.`),
    point(`Challenge: “${line(challenge.title)}” (${challenge.id}).`), '',
    '## 2. What the sponsor declares', '',
    'The sponsor has opened what solvers handed in to this challenge, and money paid for it goes back. For everything that was handed in, except what an agreement in force gives it, the sponsor declares, for itself and all who work for it:', '',
    point('It has not used it and will not use it.'),
    point('It has not disclosed it, and will not disclose it or let others use it.'),
    point('It deletes every copy it has.'), '',
    '## 3. What this does not limit', '',
    point('What the sponsor knew before, or learns from others who may tell it.'),
    point('What an agreement with a solver gives it.'), '',
    '## 4. Signing', '',
    'Whoever signs confirms that they may bind the sponsor. They sign by sending the SHA-256 of exactly this text, with a typed name and a tick, after having proved again who they are.', '',
    `The platform (${platform}) keeps this text, enters the signature in its public log, and shows everybody who handed something in that it was signed.`, '',
  ].join('\n');
}
