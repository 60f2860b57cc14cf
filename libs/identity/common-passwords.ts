/** What people choose most, folded to plain letters; a password that is one of these with figures around it is refused. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passwort passw pass admin administrator root toor login welcome letmein letmeinplease changeme changemeplease default guest test tester
  testing secret topsecret master superuser user username account access qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjkl
  zxcvbn zxcvbnm qazwsx qazwsxedc qwerasdf qwerasdfzxcv iloveyou iloveu ilovemyfamily lovely loveme trustno trustnoone monkey dragon football
  baseball basketball soccer hockey liverpool arsenal chelsea barcelona realmadrid juventus princess sunshine shadow superman batman spiderman
  pokemon starwars michael jennifer jessica ashley charlie daniel thomas jordan hunter killer ninja mustang ferrari porsche mercedes harley
  computer internet samsung iphone android google facebook microsoft windows linkedin twitter instagram freedom whatever nothing cheese banana
  chocolate summer winter spring autumn january february march april june july august september october november december monday tuesday wednesday
  thursday friday saturday sunday correcthorsebatterystaple guildhall company business office manager newpassword mypassword yourpassword
  thispassword thisismypassword passwordpassword secretpassword adminpassword passwordadmin qwertypassword passwordqwerty abcdef abcdefg abcdefgh
  abcabc abcdabcd startrek hello helloworld goodmorning blink biteme fuckyou fuckoff asshole jesus jesuschrist blessed angel angels babygirl
  hunterhunter loveyou myspace naruto onepiece minecraft fortnite roblox`.split(/\s+/),
);
