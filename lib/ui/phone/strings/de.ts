import type { PhoneStrings } from "./phone-strings.ts";

export const de: PhoneStrings = {
  appTitle: "Ihre Bank fragt",
  yourBank: "Ihre Bank",
  settings: "Einstellungen",
  back: "Zurück",
  loading: "Einen Moment",
  tryAgain: "Erneut versuchen",
  toStart: "Fertig",
  promise: "Ihre Bank fragt Sie niemals am Telefon nach einem Code.",

  welcome: {
    title: "Dieses Telefon hinzufügen",
    lead: "Dann fragt Ihre Bank Sie hier, bevor sie etwas in Ihrem Namen tut. Sie lesen es, und Sie entscheiden.",
    steps: [
      "Einmal bei Ihrer Bank anmelden.",
      "Eine PIN für dieses Telefon wählen.",
      "Ab dann erscheinen Fragen hier.",
    ],
    add: "Telefon hinzufügen",
  },

  idle: {
    title: "Nichts zu entscheiden.",
    waiting: "Wenn Ihre Bank Sie etwas fragt, erscheint es hier von selbst.",
  },

  recent: {
    title: "In der letzten Stunde",
    approved: "Sie haben zugestimmt",
    declined: "Sie haben abgelehnt",
    reported: "Sie sagten: nicht ich",
    withdrawn: "Zurückgezogen",
    expired: "Abgelaufen",
  },

  list: {
    title: (count) => (count === 1 ? "Eine Frage" : `${count} Fragen`),
    lead: "Öffnen Sie eine, lesen Sie sie, dann entscheiden Sie.",
  },

  question: {
    arrived: "Ihre Bank fragt Sie",
    left: (clock) => `noch ${clock}`,
    secondsLeft: (seconds) => `Noch ${seconds} Sekunden, um zu entscheiden.`,
    readOn: "Weiterlesen",
    sending: "Ihre Antwort wird gesendet …",
    others: (count) => (count === 1 ? "Eine weitere Frage" : `${count} weitere Fragen`),
    next: "Nächste Frage zeigen",
  },

  ended: {
    withdrawn: "Ihre Bank hat diese Frage zurückgezogen",
    withdrawnText: "Sie müssen nichts tun. Es wurde nichts ausgeführt.",
    expired: "Die Zeit für diese Frage ist abgelaufen",
    expiredText: "Es wurde nichts ausgeführt. Ihre Bank kann Sie erneut fragen.",
    mismatch: "Hier passt etwas nicht zusammen",
    mismatchText:
      "Was hier steht, stimmt nicht mit dem überein, was Ihre Bank geschickt hat. Sie können nicht antworten. Sagen Sie es der Person, die Sie gefragt hat.",
    gone: "Diese Frage ist nicht hier",
    goneText: "Sie ist schon länger beendet oder war nie Ihre.",
    noKey: "Dieser Browser hat seinen Schlüssel verloren",
    noKeyText:
      "Seine gespeicherten Daten wurden gelöscht, er kann Ihre Antwort nicht unterschreiben. Es wurde nichts gesendet. Fügen Sie dieses Telefon erneut hinzu.",
  },

  notice: {
    offline:
      "Sie sind offline. Es wurde nichts gesendet. Verbinden Sie sich, dann entscheiden Sie erneut.",
    notArrived:
      "Ihre Antwort ist nicht angekommen. Es ist nichts entschieden. Sie können erneut entscheiden.",
    notYet:
      "Dieses Telefon ist neu, deshalb kann es zu Ihrer Sicherheit noch nicht zustimmen. Sie können ablehnen oder Ihre Bank bitten zu warten.",
    late: "Das war zu spät: Diese Frage war schon beendet. Es wurde nichts doppelt gesendet.",
    refused:
      "Ihre Bank hat diese Antwort nicht angenommen. Es wurde nichts ausgeführt. Sagen Sie es der Person, die Sie gefragt hat.",
    unsure:
      "Wir wissen nicht sicher, ob Ihre Antwort angekommen ist. Wir sehen bei Ihrer Bank nach; warten Sie, bevor Sie erneut entscheiden.",
  },

  pin: {
    title: "Mit Ihrer PIN zustimmen",
    lead: "Sie stimmen zu",
    label: "PIN dieses Telefons",
    digit: (digit) => digit,
    typed: (count) => (count === 1 ? "1 Ziffer eingegeben" : `${count} Ziffern eingegeben`),
    remove: "Letzte Ziffer löschen",
    approve: "Jetzt zustimmen",
    cancel: "Noch nicht",
    tooShort: "Ihre PIN hat 4 bis 8 Ziffern.",
    wrong: (left) =>
      left === undefined
        ? "Das ist nicht Ihre PIN. Es wurde nicht zugestimmt."
        : left === 1
          ? "Das ist nicht Ihre PIN. Noch ein Versuch."
          : `Das ist nicht Ihre PIN. Noch ${left} Versuche.`,
    locked: (clock) => `Zu viele falsche PINs. Wieder möglich in ${clock}.`,
    lockedShort: "Zu viele falsche PINs. Warten Sie eine Weile, dann versuchen Sie es erneut.",
    declineInstead: "Stattdessen ablehnen",
  },

  decline: {
    title: "Warum lehnen Sie ab?",
    lead: "Das hilft der Person, die Sie gefragt hat.",
    wrongAmount: "Der Betrag stimmt nicht",
    wrongPayee: "Der Empfänger stimmt nicht",
    changedMind: "Ich habe es mir anders überlegt",
    notUnderstood: "Ich verstehe es nicht",
    other: "Etwas anderes stimmt nicht",
    skip: "Ohne Grund ablehnen",
    cancel: "Zurück",
  },

  report: {
    title: "Das bin ich nicht",
    lead: "Sie haben das nicht gewünscht oder sind gerade nicht bei Ihrer Bank. Ihre Bank tut dann nichts und weiß, dass etwas nicht stimmt.",
    confirm: "Ja, das bin ich nicht",
    cancel: "Zurück",
  },

  answer: {
    approved: "Zugestimmt",
    approvedText: "Ihre Bank tut jetzt genau das, was Sie hier gesehen haben, einmal.",
    declined: "Abgelehnt",
    declinedText: "Es wird nichts ausgeführt. Ihre Bank weiß Bescheid.",
    reported: "Danke, dass Sie es uns sagen",
    reportedText: "Es wird nichts ausgeführt. Ihr Geld bleibt, wo es ist.",
    reportedSteps: [
      "Wenn jemand mit Ihnen telefoniert, legen Sie jetzt auf.",
      "Rufen Sie Ihre Bank an: Die Nummer steht auf der Rückseite Ihrer Karte.",
      "Nennen Sie niemandem Ihre PIN oder einen Code.",
    ],
    putAway: "Sie können Ihr Telefon weglegen.",
    notTold:
      "Ihre Antwort liegt sicher bei Ihrer Bank. Wenn die Person, die gefragt hat, sie nach einer Minute nicht sieht, soll sie nachsehen.",
  },

  enrol: {
    title: "Dieses Telefon hinzufügen",
    greeting: (name) => `Willkommen, ${name}.`,
    lead: "Zwei Angaben, dann ist dieses Telefon bereit.",
    deviceName: "Name dieses Telefons",
    deviceNameHint: "Damit Sie es später wiedererkennen.",
    deviceNameMissing: "Geben Sie diesem Telefon einen Namen.",
    pin: "Neue PIN",
    pinHint: "4 bis 8 Ziffern. Nicht alle gleich, keine Folge wie 1234.",
    pinAgain: "PIN wiederholen",
    show: "PIN zeigen",
    hide: "PIN verbergen",
    add: "Telefon hinzufügen",
    adding: "Telefon wird hinzugefügt …",
    demoGrade:
      "Nur zur Vorführung: Eine PIN mit einem Schlüssel in diesem Browser ist keine starke Kundenauthentifizierung.",
    done: "Dieses Telefon ist hinzugefügt",
    doneText:
      "Wenn Ihre Bank Sie etwas fragt, erscheint es hier. Halten Sie diese Seite griffbereit.",
    usableFrom: (time) => `Zu Ihrer Sicherheit kann es ab ${time} zustimmen.`,
    toPhone: "Fertig",
    signInAgain: "Melden Sie sich zuerst an",
    signInAgainText:
      "Ihre Anmeldung ist zu alt oder fehlt. Zu Ihrer Sicherheit gilt sie fünf Minuten.",
    signInFailed: "Die Anmeldung ist nicht gelungen",
    signInFailedText:
      "Es wurde nichts eingerichtet. Melden Sie sich erneut an, mit Ihren eigenen Zugangsdaten als Kunde.",
    signInAway: "Die Anmeldung antwortet nicht",
    signInAwayText:
      "Der Anmeldedienst Ihrer Bank hat nicht geantwortet. Es wurde nichts eingerichtet. Versuchen Sie es gleich noch einmal.",
    signIn: "Bei Ihrer Bank anmelden",
    noKeys: "Dieser Browser kann keinen Schlüssel aufbewahren",
    noKeysText:
      "Er ist im privaten Modus, zu alt, oder die Adresse ist nicht sicher. Öffnen Sie diese Seite in einem anderen Browser.",
    failedOffline: "Sie sind offline. Es wurde nichts gesendet; Ihre Eingaben sind noch da.",
    failedUnsure:
      "Ihre Bank hat nicht geantwortet, das Telefon ist vielleicht nicht hinzugefügt. Ihre Eingaben sind noch da. Versuchen Sie es erneut.",
    failedRefused: "Ihre Bank hat dieses Telefon nicht hinzugefügt. Ihre Eingaben sind noch da.",
    tooOften: "Zu viele Versuche. Warten Sie eine Minute, dann versuchen Sie es erneut.",
    tooMany:
      "Mehr Telefone können Sie nicht haben. Entfernen Sie eines auf einem anderen Telefon, dann versuchen Sie es erneut.",
    pinFaults: {
      not_digits: "Nur Ziffern.",
      too_short: "Mindestens 4 Ziffern.",
      too_long: "Höchstens 8 Ziffern.",
      all_same: "Nicht alle Ziffern gleich. Wählen Sie eine andere PIN.",
      run: "Keine Folge wie 1234. Wählen Sie eine andere PIN.",
      differ: "Die beiden PINs sind nicht gleich.",
    },
  },

  devices: {
    title: "Einstellungen",
    signedInAs: (name) => `Dieses Telefon entscheidet für ${name}.`,
    language: "Sprache",
    languageFailed: "Ihre Bank hat nicht geantwortet. Die Sprache bleibt, wie sie war.",
    yours: "Ihre Telefone",
    thisOne: "Dieses Telefon",
    added: (date) => `Hinzugefügt am ${date}`,
    remove: (name) => `${name} entfernen`,
    removeShort: "Entfernen",
    removeTitle: (name) => `${name} entfernen?`,
    removeText: "Es kann dann nichts mehr für Sie bestätigen.",
    removeConfirm: "Entfernen",
    removeThisTitle: "Dieses Telefon vergessen?",
    removeThisText:
      "Es kann dann nichts mehr für Sie bestätigen. Um es wieder zu nutzen, melden Sie sich bei Ihrer Bank an und wählen eine neue PIN.",
    removeThisConfirm: "Telefon vergessen",
    forget: "Dieses Telefon vergessen",
    keep: "Behalten",
    removed: (name) => `${name} ist entfernt.`,
    removeFailed:
      "Ihre Bank hat nicht geantwortet. Sehen Sie in die Liste, bevor Sie es erneut versuchen.",
  },

  adopt: {
    title: "Telefon wird eingerichtet",
    waiting: "Warten auf die Vorführseite, die dieses Fenster geöffnet hat.",
    done: "Bereit. Das Telefon wird geöffnet.",
    failed:
      "Das hat nicht geklappt. Schließen Sie dieses Fenster und öffnen Sie das Telefon erneut von der Vorführseite.",
  },

  trouble: {
    noConnection: "Keine Verbindung zu Ihrer Bank",
    noConnectionText: "Es wurde nichts gesendet. Diese Seite versucht es von selbst erneut.",
    polling: "Langsame Verbindung: Neue Fragen brauchen vielleicht einige Sekunden.",
    signedOut: "Dieses Telefon ist nicht mehr angemeldet. Fügen Sie es erneut hinzu.",
    error: "Hier ist etwas schiefgegangen",
    errorText:
      "Es wurde nichts gesendet. Versuchen Sie es erneut; wenn es bleibt, schließen Sie diese Seite und öffnen Sie sie neu.",
    notFound: "Hier ist nichts",
    notFoundText: "Diese Adresse gibt es nicht.",
  },
};
