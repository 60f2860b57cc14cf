/** Everybody of the demo. None of them exists; `.example` belongs to nobody. */
export const demoPassword = 'seven demo lanterns';

export interface DemoOrganisation {
  kind: string;
  name: string;
  country: string;
  website: string;
  /** Also enters the challenges of others. */
  isSolver?: true;
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
  joins?: { owner: PersonKey; roles: string[] };
}

export const people = {
  marijke: {
    name: 'Marijke Molenaar', email: 'marijke@bakkerij-molenaar.example', country: 'NL', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Bakkerij Molenaar', country: 'NL', website: 'https://www.bakkerij-molenaar.example' },
  },
  ruben: { name: 'Ruben Visser', email: 'ruben@bakkerij-molenaar.example', country: 'NL', what: 'sponsor, pays', joins: { owner: 'marijke', roles: ['treasurer', 'contributor'] } },
  lukas: {
    name: 'Lukas Steiner', email: 'lukas@alpenglas.example', country: 'AT', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Alpenglas Hütte', country: 'AT', website: 'https://www.alpenglas.example' },
  },
  ines: {
    name: 'Inês Carvalho', email: 'ines@aguas-vilar.example', country: 'PT', what: 'sponsor, owner',
    organisation: { kind: 'government', name: 'Águas de Vilar', country: 'PT', website: 'https://www.aguas-vilar.example' },
  },
  ingrid: {
    name: 'Ingrid Solheim', email: 'ingrid@nordtare.example', country: 'NO', what: 'sponsor, owner',
    organisation: { kind: 'smb', name: 'Nordtare', country: 'NO', website: 'https://www.nordtare.example' },
  },
  priya: {
    name: 'Priya Cartwright', email: 'priya@cartwright-textiles.example', country: 'GB', what: 'sponsor, owner',
    organisation: { kind: 'enterprise', name: 'Cartwright Textiles', country: 'GB', website: 'https://www.cartwright-textiles.example' },
  },
  wouter: {
    name: 'Wouter de Graaf', email: 'wouter@eemswerf.example', country: 'NL', what: 'university, sponsor and solver',
    organisation: { kind: 'university', name: 'Eemswerf University', country: 'NL', website: 'https://www.eemswerf.example', isSolver: true },
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
  helena: { name: 'Helena Brandt', email: 'helena@judges.example', country: 'DE', what: 'judge' },
  samuel: { name: 'Samuel Ortiz', email: 'samuel@judges.example', country: 'ES', what: 'judge' },
} as const satisfies Record<string, Omit<DemoPerson, 'joins'> & { joins?: { owner: string; roles: readonly string[] } }>;

export type PersonKey = 'marijke' | 'ruben' | 'lukas' | 'ines' | 'ingrid' | 'priya' | 'wouter' | 'tomasz' | 'amara' | 'julien' | 'helena' | 'samuel';
export const solvers = ['wouter', 'tomasz', 'amara', 'julien'] as const satisfies readonly PersonKey[];
export type SolverKey = (typeof solvers)[number];
export const judges = ['helena', 'samuel'] as const satisfies readonly PersonKey[];

export const staffMember = { name: 'Staff', email: 'staff@guildhall.example', country: 'NL', what: 'staff: moderator, finance, support, operator' };
