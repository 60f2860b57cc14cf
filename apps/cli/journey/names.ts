/** Given and family names of people who do not exist, and the countries the provider pays to. */
export const givenNames = ['Ada', 'Bela', 'Chiara', 'Dilan', 'Elif', 'Femke', 'Goran', 'Hana', 'Ines', 'Jonas', 'Kofi', 'Lea', 'Marek', 'Noor', 'Olga', 'Pablo', 'Quinn', 'Rosa', 'Sven', 'Tomas', 'Uma', 'Vera', 'Wim', 'Yara', 'Zoe'];
export const familyNames = ['Albers', 'Bianchi', 'Cruz', 'Dahl', 'Eriksen', 'Fischer', 'Garcia', 'Hughes', 'Ivanova', 'Jansen', 'Kowalski', 'Lambert', 'Moreau', 'Novak', 'Okafor', 'Pires', 'Rossi', 'Schmidt', 'Toth', 'Vogel', 'Weber', 'Young'];
export const servedCountries = ['US', 'GB', 'CA', 'DE', 'FR', 'NL', 'SE', 'PL', 'ES', 'IT', 'AT', 'IE'];
export const journeyPassword = 'copper lantern walks slowly';
