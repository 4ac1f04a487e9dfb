import type { till as reference } from '../nl/till.ts';
import type { SameShape } from '../shape.ts';

/** Short texts for the till's own screens. */
export const till = {
  till: {
    starting: { message: '{device} démarre', customer: 'Attendez encore avant de présenter votre carte.' },
    startingQr: { message: 'QR en préparation', customer: 'Un instant' },
    presentCard: { message: '{amount} affiché sur {device}', customer: 'Vous pouvez payer : {amount}' },
    presentCardRefund: { message: 'Remboursement {amount} affiché sur {device}', customer: 'Remboursement : {amount}' },
    tryAgain: { message: 'Pas encore passé, paiement toujours ouvert', customer: 'Encore une fois, s’il vous plaît' },
    insertCard: { message: 'Faites insérer la carte', customer: 'Insérez votre carte' },
    oneCard: { message: 'Carte non lue : encore une fois', customer: 'Une seule carte à la fois' },
    confirmPhone: { message: 'Le client confirme sur son téléphone', customer: 'Regardez votre téléphone' },
    notThroughYet: {
      message: 'Pas encore passé, paiement toujours ouvert',
      customer: 'Le paiement n’est pas encore passé',
    },
    pin: { message: 'Saisie du code en cours', customer: 'Composez votre code' },
    pinAgain: { message: 'La banque demande le code', customer: 'Recomposez votre code' },
    processing: { message: 'La banque vérifie', customer: 'Veuillez patienter' },
    removeCard: { message: 'Carte encore dans {device}', customer: 'Retirez votre carte' },
    scan: { message: 'QR affiché côté client', customer: 'Scannez et payez : {amount}' },
    scanned: { message: 'QR scanné', customer: 'Confirmez sur votre téléphone' },
    checking: { message: 'Nous vérifions le paiement', customer: 'Un instant, ne scannez plus' },
    stopping: { message: 'Annulation demandée, pas encore certain', customer: 'Annulation en cours' },
    unknown: {
      message: 'Paiement incertain. N’acceptez pas d’autre paiement.',
      customer: 'Nous vérifions votre paiement. Ne payez pas une deuxième fois.',
    },
    unknownRefund: {
      message: 'Remboursement incertain. Ne remboursez pas à nouveau.',
      customer: 'Nous vérifions votre remboursement',
    },
    takenOffline: {
      message: 'Accepté hors ligne par {device}. N’encaissez pas à nouveau.',
      customer: 'Nous vérifions votre paiement. Ne payez pas une deuxième fois.',
    },
    takenOfflineRefund: {
      message: 'Accepté hors ligne par {device}. Ne remboursez pas à nouveau.',
      customer: 'Nous vérifions votre remboursement',
    },
    approved: { message: 'Payé : {amount}', customer: 'C’est payé. Merci !' },
    approvedRefund: { message: 'Remboursé : {amount}', customer: 'Remboursement effectué : {amount}' },
    approvedOffline: {
      message: 'Payé hors ligne : {amount}. La banque confirmera plus tard.',
      customer: 'C’est payé. Merci !',
    },
    approvedOfflineRefund: {
      message: 'Remboursé hors ligne : {amount}. La banque confirmera plus tard.',
      customer: 'Remboursement effectué : {amount}',
    },
    queuedDeclined: {
      message: 'Refusé après coup par la banque : {amount}. Voyez le responsable.',
      customer: 'Un instant, s’il vous plaît',
    },
    declined: { message: 'Refusé, rien n’a été payé', customer: 'Paiement non abouti. Rien n’a été débité.' },
    declinedRefund: { message: 'Remboursement non effectué', customer: 'Remboursement non abouti' },
    amountRefused: {
      message: 'Autre montant sur {device}, rien n’a été payé. Prévenez l’informatique.',
      customer: 'Paiement non abouti. Rien n’a été débité.',
    },
    amountRefusedRefund: {
      message: 'Autre montant sur {device}, rien n’a été remboursé. Prévenez l’informatique.',
      customer: 'Remboursement non abouti',
    },
    cancelled: { message: 'Annulé, rien n’a été payé', customer: 'Paiement annulé. Rien n’a été débité.' },
    cancelledRefund: { message: 'Annulé, rien n’a été remboursé', customer: 'Remboursement annulé' },
    timedOut: { message: 'Délai écoulé, rien n’a été payé', customer: 'Le délai est écoulé. Rien n’a été débité.' },
    timedOutRefund: { message: 'Délai écoulé, rien n’a été remboursé', customer: 'Le délai est écoulé' },
    qrExpired: { message: 'QR expiré, rien n’a été payé', customer: 'Le code a expiré. Rien n’a été payé.' },
    witnessedNotPaid: { message: 'Non payé selon le ticket', customer: 'Un nouveau paiement est possible.' },
    terminalInUse: {
      message_one: '{device} traite un autre paiement. Encore {count} seconde au maximum.',
      message_other: '{device} traite un autre paiement. Encore {count} secondes au maximum.',
    },
    terminalInUseUnknown: '{device} traite un autre paiement',
    oneMoment: 'Un instant, s’il vous plaît',
    terminalOffline: '{device} ne répond pas. Allumé ? Câble branché ?',
    providerRefused: '{device} refuse ce paiement. Rien n’a démarré.',
    providerDown: '{device} est injoignable. Rien n’a démarré.',
    secondTender: 'Un paiement est encore ouvert pour cette vente. Attendez d’abord le résultat.',
    noRoute: 'Ce moyen de paiement n’est pas configuré. Choisissez-en un autre et prévenez l’informatique.',
    refundNotPossible: '{device} ne permet pas de rembourser. Rien n’a été versé.',
    journalUnwritable: 'Pas de nouveau paiement : stockage impossible. Appelez l’informatique.',
  },
} as const satisfies SameShape<typeof reference>;
