/** Everybody of the demo. None of them exists; `.example` belongs to nobody. */
export const demoPassword = 'seven demo lanterns';

export interface DemoOrganisation {
  kind: string;
  name: string;
  country: string;
  website: string;
  /** Also enters the challenges of others. */
  isSolver?: true;
  /** What staff saw of it when they verified it; the others wait for that. */
  checked?: string;
  /** Its laboratories, schools or faculties. */
  units?: readonly string[];
}

export interface DemoPerson {
  name: string;
  email: string;
  country: string;
  /** What the list of accounts says about them. */
  what: string;
  /** What the profile of their organisation says they can do. */
  profile?: { about: string; topics: readonly string[] };
  /** Founds it; a freelancer has one of their own instead. */
  organisation?: DemoOrganisation;
  /** Joins the organisation of somebody by invitation. */
  joins?: { owner: PersonKey; roles: readonly string[] };
}

export const people = {
  marijke: {
    name: 'Marijke Molenaar', email: 'marijke@bakkerij-molenaar.example', country: 'NL', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Bakkerij Molenaar', country: 'NL', website: 'https://www.bakkerij-molenaar.example', checked: 'The trade register has it at the address on its page, and names its owner.' },
  },
  ruben: { name: 'Ruben Visser', email: 'ruben@bakkerij-molenaar.example', country: 'NL', what: 'sponsor, pays', joins: { owner: 'marijke', roles: ['treasurer', 'contributor'] } },
  lukas: {
    name: 'Lukas Steiner', email: 'lukas@alpenglas.example', country: 'AT', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Alpenglas Hütte', country: 'AT', website: 'https://www.alpenglas.example' },
  },
  ines: {
    name: 'Inês Carvalho', email: 'ines@aguas-vilar.example', country: 'PT', what: 'sponsor, owner',
    organisation: { kind: 'government', name: 'Águas de Vilar', country: 'PT', website: 'https://www.aguas-vilar.example', checked: 'A waterworks of the municipality; the page of the municipality names it and this address.' },
  },
  ingrid: {
    name: 'Ingrid Solheim', email: 'ingrid@nordtare.example', country: 'NO', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Nordtare', country: 'NO', website: 'https://www.nordtare.example' },
  },
  priya: {
    name: 'Priya Cartwright', email: 'priya@cartwright-textiles.example', country: 'GB', what: 'sponsor, owner',
    organisation: { kind: 'enterprise', name: 'Cartwright Textiles', country: 'GB', website: 'https://www.cartwright-textiles.example', checked: 'Register of companies, with the accounts of last year; its owner is a director.' },
  },
  wouter: {
    name: 'Wouter de Graaf', email: 'wouter@eemswerf.example', country: 'NL', what: 'university, sponsor and solver',
    organisation: {
      kind: 'university', name: 'Eemswerf University', country: 'NL', website: 'https://www.eemswerf.example', isSolver: true,
      checked: 'In the list of recognised universities; its owner writes from its domain and stands in its directory.', units: ['Laboratory for Sensors', 'Workshop for Heritage Materials'],
    },
    profile: {
      about: 'Laboratories for sensors, water and heritage materials. We measure what is hard to measure: moisture in paper, leaks in pipes, gas in cellars. Students build the first prototypes, our workshop the second.',
      topics: ['sensors', 'water', 'heritage'],
    },
  },
  tomasz: {
    name: 'Tomasz Zieliński', email: 'tomasz@freelance.example', country: 'PL', what: 'solver, freelancer',
    profile: { about: 'Mechanical engineer. I build conveyors, nose bars and small machines for bakeries and glass works, and draw them so that a local workshop can make them.', topics: ['robotics', 'food', 'glass'] },
  },
  amara: {
    name: 'Amara Okafor', email: 'amara@freelance.example', country: 'GB', what: 'solver, freelancer',
    profile: { about: 'Product designer for packaging and textiles. Recycled fibres, sorting by hand and by camera, tests with real customers.', topics: ['packaging', 'textiles', 'recycling'] },
  },
  julien: {
    name: 'Julien Moreau', email: 'julien@freelance.example', country: 'FR', what: 'solver, freelancer',
    profile: { about: 'I teach cameras to see: machine vision for sorting, for leaks, for bread. Also fermentation at home, and the statistics of both.', topics: ['machine-vision', 'fermentation'] },
  },
  jonas: {
    name: 'Jonas Kellner', email: 'jonas@radwerk-kellner.example', country: 'DE', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Radwerk Kellner', country: 'DE', website: 'https://www.radwerk-kellner.example' },
  },
  aoife: {
    name: 'Aoife Brennan', email: 'aoife@shannon-foodshare.example', country: 'IE', what: 'sponsor, owner',
    organisation: { kind: 'nonprofit', name: 'Shannon Foodshare', country: 'IE', website: 'https://www.shannon-foodshare.example', checked: 'Stands in the register of charities, with its trustees.' },
  },
  fintan: { name: 'Fintan Daly', email: 'fintan@shannon-foodshare.example', country: 'IE', what: 'sponsor, pays', joins: { owner: 'aoife', roles: ['treasurer'] } },
  mireille: {
    name: 'Mireille Castan', email: 'mireille@vergers-castan.example', country: 'FR', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Vergers Castan', country: 'FR', website: 'https://www.vergers-castan.example' },
  },
  carlos: {
    name: 'Carlos Medina', email: 'carlos@losas-del-sur.example', country: 'ES', what: 'sponsor, owner',
    organisation: { kind: 'enterprise', name: 'Losas del Sur', country: 'ES', website: 'https://www.losas-del-sur.example' },
  },
  pilar: { name: 'Pilar Rueda', email: 'pilar@losas-del-sur.example', country: 'ES', what: 'sponsor, writes challenges', joins: { owner: 'carlos', roles: ['contributor'] } },
  sofie: {
    name: 'Sofie Lund', email: 'sofie@havnby.example', country: 'DK', what: 'sponsor, owner',
    organisation: { kind: 'government', name: 'Havnby Kommune', country: 'DK', website: 'https://www.havnby.example', checked: 'A municipality; its page names this person as head of procurement.' },
  },
  leon: {
    name: 'Leon Hartwig', email: 'leon@gruenderwerk-elbe.example', country: 'DE', what: 'sponsor, owner',
    organisation: { kind: 'support_organisation', name: 'Gründerwerk Elbe', country: 'DE', website: 'https://www.gruenderwerk-elbe.example' },
  },
  margit: {
    name: 'Margit Haugen', email: 'margit@fjordkapital.example', country: 'NO', what: 'sponsor, owner',
    organisation: { kind: 'investor', name: 'Fjordkapital', country: 'NO', website: 'https://www.fjordkapital.example' },
  },
  eilidh: {
    name: 'Eilidh Fraser', email: 'eilidh@kelvin-bridge.example', country: 'GB', what: 'university, sponsor and solver',
    organisation: {
      kind: 'university', name: 'Kelvin Bridge University', country: 'GB', website: 'https://www.kelvin-bridge.example', isSolver: true,
      checked: 'May award degrees; its owner writes from its domain and stands in its directory.', units: ['School of Health', 'School of Informatics'],
    },
    profile: { about: 'Schools of health and of informatics. We run small trials with practices and hospitals, and build the forms and reminders they need.', topics: ['health', 'data'] },
  },
  hamish: { name: 'Hamish Orr', email: 'hamish@kelvin-bridge.example', country: 'GB', what: 'technology transfer, approver', joins: { owner: 'eilidh', roles: ['approver'] } },
  sanne: { name: 'Sanne Postma', email: 'sanne@eemswerf.example', country: 'NL', what: 'researcher', joins: { owner: 'wouter', roles: ['contributor'] } },
  tjalling: { name: 'Tjalling Hoekstra', email: 'tjalling@eemswerf.example', country: 'NL', what: 'technology transfer, approver', joins: { owner: 'wouter', roles: ['approver'] } },
  anneke: {
    name: 'Anneke Duin', email: 'anneke@duinoord.example', country: 'NL', what: 'research institute, solver',
    organisation: {
      kind: 'research_institute', name: 'Instituut Duinoord', country: 'NL', website: 'https://www.duinoord.example', isSolver: true,
      checked: 'Its statutes and the list of public institutes; its owner writes from its domain.',
    },
    profile: { about: 'We measure coasts, harbours and orchards: weather stations, radio sensors that run for years, and models of cold air and of tides.', topics: ['sensors', 'agriculture', 'ocean'] },
  },
  nadia: {
    name: 'Nadia Roca', email: 'nadia@freelance.example', country: 'ES', what: 'solver, freelancer',
    profile: { about: 'Food technologist. Shelf life, packaging that closes, and recipes for machines; twelve years in bakeries and with dried fruit.', topics: ['food', 'packaging'] },
  },
  piotr: {
    name: 'Piotr Wilk', email: 'piotr@freelance.example', country: 'PL', what: 'solver, freelancer',
    profile: { about: 'Electronics with batteries that last: radio sensors in bins, wells and machines, and software that reads old plans and signals.', topics: ['sensors', 'cities', 'data'] },
  },
  lucie: {
    name: 'Lucie Ferrand', email: 'lucie@freelance.example', country: 'FR', what: 'solver, freelancer',
    profile: { about: 'Agronomist for fruit and wine. Frost, pests and pruning, measured in the field and not in the office.', topics: ['agriculture'] },
  },
  matteo: {
    name: 'Matteo Ricci', email: 'matteo@freelance.example', country: 'IT', what: 'solver, freelancer',
    profile: { about: 'Materials engineer for glass and ceramics: cutting, polishing, glazes and what to do with their waste.', topics: ['construction', 'glass', 'recycling'] },
  },
  yara: {
    name: 'Yara Monteiro', email: 'yara@freelance.example', country: 'PT', what: 'solver, freelancer',
    profile: { about: 'Statistician. I plan routes, appointments and stocks for small organisations, with tools they already have.', topics: ['data', 'logistics', 'health'] },
  },
  helena: { name: 'Helena Brandt', email: 'helena@judges.example', country: 'DE', what: 'judge' },
  samuel: { name: 'Samuel Ortiz', email: 'samuel@judges.example', country: 'ES', what: 'judge' },
} as const satisfies Record<string, Omit<DemoPerson, 'joins'> & { joins?: { owner: string; roles: readonly string[] } }>;

export type PersonKey = keyof typeof people;
export const solvers = ['wouter', 'tomasz', 'amara', 'julien', 'eilidh', 'anneke', 'nadia', 'piotr', 'lucie', 'matteo', 'yara'] as const satisfies readonly PersonKey[];
/** Known to the provider; what the others win waits until they are. */
export const payees: readonly SolverKey[] = ['tomasz', 'wouter', 'anneke', 'nadia', 'piotr', 'matteo'];
export type SolverKey = (typeof solvers)[number];
export const judges = ['helena', 'samuel'] as const satisfies readonly PersonKey[];

export const staffMember = { name: 'Staff', email: 'staff@guildhall.example', country: 'NL', what: 'staff: moderator, finance, support, operator' };
