/** Lists from which the examples draw; German, because umlauts are what breaks first. */
export const surnames = (
  "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf " +
  "Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Köhler " +
  "Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich " +
  "Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter " +
  "Kraus Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Dietrich " +
  "Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Yılmaz"
)
  .split(" ")
  .filter((name) => name !== "Yılmaz"); // ı is outside Windows-1252

export const firstNames = (
  "Anna Jürgen Sabine Thomas Björn Käthe Lukas Sören Petra Günter Ursula Jörg Marlene Felix Hannah Götz Ute Rüdiger " +
  "Birgit Stefan Änne Karl Monika Dieter Heike Uwe Renate Frank Claudia Ralf Silke Olaf Nele Finn Greta Emil Ida Paul"
).split(" ");

/** Last names with more than 20 characters: a field of 20 cuts them. */
export const longSurnames = [
  "Leutheusser-Schnarrenberger",
  "Freifrau von und zu Hohenstein",
  "Schmidt-Bergengruen-Wolff",
  "Graf von der Schulenburg",
  "Zimmermann-Kaltenbrunner",
  "Edle von Wattenwyl-Hallstein",
];

/** City, postcode, dialling code without its zero. */
export const cities: readonly (readonly [city: string, postcode: string, dialling: string])[] = [
  ["Köln", "50667", "221"],
  ["München", "80331", "89"],
  ["Düsseldorf", "40213", "211"],
  ["Lübeck", "23552", "451"],
  ["Dresden", "01067", "351"],
  ["Leipzig", "04109", "341"],
  ["Halle", "06108", "345"],
  ["Hamburg", "20095", "40"],
  ["Göttingen", "37073", "551"],
  ["Nürnberg", "90402", "911"],
  ["Münster", "48143", "251"],
  ["Jena", "07743", "3641"],
  ["Ulm", "89073", "731"],
  ["Kiel", "24103", "431"],
];

/** What companies do. */
export const trades = (
  "Maschinenbau Elektrotechnik Spedition Bürobedarf Gebäudereinigung Werkzeuge Metallbau Druckerei Catering " +
  "Kältetechnik Schreinerei Großhandel Verpackungen Software Fördertechnik"
).split(" ");

/** Legal forms as the ledger writes them. */
export const legalForms = ["GmbH", "AG", "GmbH & Co. KG", "KG", "OHG", "e.K.", "SE"];
