import type { window as reference } from '../nl/window.ts';
import type { SameShape } from '../shape.ts';

/** Everything around the card: connections, notices, the list of payments, entering. */
export const window = {
  health: {
    heading: 'Connexions',
    ok: 'En ordre',
    waiting: 'Pas encore de contact',
    trouble: 'Perturbé',
    down: 'Pas de connexion',
    lastSeen: 'dernier contact {time}',
    how: {
      registration: 'identifié à {time}',
      'status-enquiry': 'a répondu sur son état à {time}',
      ping: 'a répondu au ping à {time}',
      payment: 'paiement à {time}',
      service: 'a répondu à l’informatique à {time}',
    },
    kind: {
      till: 'Caisse',
      terminal: 'Terminal',
      provider: 'Service de paiement',
      exchange: 'Messages d’état',
      display: 'Écran client',
      scanner: 'Lecteur de codes',
      journal: 'Journal',
      outbox: 'Envois',
    },
    who: {
      till: 'Voyez l’informatique pour cette caisse.',
      terminal: 'Allumé ? Câble branché ?',
      provider: 'Les autres moyens restent possibles.',
      exchange: 'Les paiements continuent ; nous interrogeons nous-mêmes.',
      display: 'Vérifiez le câble et l’alimentation. QR impossible.',
      scanner: 'Allumé ? Câble branché ? La saisie des codes reste possible.',
      journal: 'Appelez l’informatique : sans journal, pas de paiement.',
      outbox: 'Nous continuons d’essayer.',
    },
  },
  notice: {
    startIsPolled: {
      head: 'La caisse répète l’événement de départ',
      action:
        'Les paiements continuent. Informatique : décochez « polling » pour startExternalPayment dans MplusKASSA.',
    },
    tillComplained: {
      head: 'La caisse n’a pas compris une réponse',
      action: 'Vérifiez que la caisse connaît le paiement. Prévenez l’informatique.',
    },
    wrongSignature: {
      head: 'Un message portait une signature fausse',
      action: 'Il a été refusé. Informatique : comparez le secret de l’abonnement.',
    },
    unknownSubscription: {
      head: 'Un abonnement inconnu se présente',
      action: 'Il a été refusé. Informatique : ajoutez-le aux réglages ou retirez-le de la caisse.',
    },
    unknownTill: {
      head: 'Une caisse manque dans les réglages',
      action: 'Le paiement y est impossible. Informatique : ajoutez la filiale et le poste.',
    },
    diskFull: {
      head: 'Le disque est plein',
      action: 'Aucun nouveau paiement. Informatique : libérez de l’espace, rien n’est perdu.',
    },
    outboxParked: {
      head: 'Un message n’a pas pu être remis',
      action: 'Il est conservé. Demandez à l’informatique de vérifier.',
    },
    clockSkew: {
      head: 'L’horloge n’est pas à l’heure',
      action: 'Les heures peuvent différer. Informatique : réglez l’horloge.',
    },
    mplusApi: {
      head: 'MplusKASSA est injoignable',
      action: 'Les caisses et les paiements continuent. Demandez à l’informatique de vérifier.',
    },
    voucherNotForwarded: {
      head: 'MplusKASSA n’a pas accepté un bon',
      action: 'Nos caisses l’acceptent comme d’habitude. Demandez à l’informatique de vérifier.',
    },
    articleChanged: {
      head: 'Un article d’un bon a changé',
      action: 'Le bon n’y donne peut-être rien. Informatique : comparez les règles avec la caisse.',
    },
    webhooksSetUp: {
      head: 'Les webhooks d’une caisse sont mal réglés',
      action: 'Informatique : corrigez dans MplusKASSA, sous Webhooks.',
    },
    times_one: '{count} fois',
    times_other: '{count} fois',
    since: 'depuis {time}',
  },
  refused: {
    'not-found': 'Ce paiement n’existe plus.',
    'not-now': 'Ce n’est plus possible. Regardez le nouvel état.',
    'wrong-pin': 'Le nom et le code ne correspondent pas.',
    'too-many-tries': 'Trop d’essais. Attendez ou demandez à un collègue.',
    'not-allowed': 'Ce n’est pas autorisé ici.',
    'bad-request': 'Ce n’a pas été compris. Réessayez.',
    'journal-unwritable': 'Enregistrement impossible. Appelez l’informatique.',
    unreachable: 'Tillbridge est injoignable. Rien n’a été fait.',
  },
  enter: {
    head: 'Associer cet écran',
    action: 'Demandez à la caisse un code de six chiffres et saisissez-le ici.',
    code: 'Code d’association',
    wrong: 'Ce code est faux ou expiré.',
    tooMany: 'Trop d’essais. Attendez une minute.',
    unreachable: 'Tillbridge ne répond pas. Nouvel essai en cours.',
  },
  window: {
    recent: 'Derniers paiements',
    noRecent: 'Aucun paiement aujourd’hui.',
    messages: 'Messages',
    switchTill: 'Autre caisse',
    displayLanguage: 'Langue de l’écran client',
    untilNext: 'Jusqu’au client suivant.',
    pairScreen: 'Associer un autre écran',
    pairCode: 'Saisissez ce code sur l’autre écran. Valable cinq minutes, une fois.',
    demo: 'Démo : pas d’argent réel',
    reference: 'référence {ref}',
    code: 'code {code}',
    mute: 'Son activé',
    muted: 'Son coupé',
    allWell: 'Tout est connecté',
    refund: 'remb.',
  },
  past: {
    approved: 'Payé',
    approvedRefund: 'Remboursé',
    declined: 'Refusé',
    cancelled: 'Annulé',
    'timed-out': 'Délai écoulé',
    'not-paid': 'Non payé',
    unknown: 'Incertain',
    open: 'En cours',
    notTold: 'caisse non informée',
    offline: 'confirmation de la banque à venir',
    witnessed: 'selon le ticket',
    onTerminal: 'lancé sur le terminal, pas par la caisse',
  },
} as const satisfies SameShape<typeof reference>;
