import type { display as reference } from '../nl/display.ts';
import type { SameShape } from '../shape.ts';

/** What guests read on the customer display. */
export const display = {
  display: {
    startingUp: { hero: 'Un instant, s’il vous plaît' },
    idle: { hero: 'Bienvenue' },
    closed: { hero: 'Cette caisse est fermée', sub: 'Nous vous accueillons à une autre caisse.' },
    basket: { hero: 'Votre commande' },
    moreItems_one: '{count} autre article',
    moreItems_other: '{count} autres articles',
    total: 'Total',
    toPay: 'À payer',
    toGetBack: 'Vous recevez',
    choose: { hero: 'Comment réglez-vous ?' },
    starting: { hero: 'Un instant', sub: 'Attendez encore avant de présenter votre carte.' },
    presentCard: {
      hero: 'Vous pouvez payer',
      sub: 'Approchez votre carte ou votre téléphone du terminal, ou insérez la carte.',
    },
    presentCardRefund: { hero: 'Remboursement : {amount}', sub: 'Présentez ou insérez votre carte.' },
    tryAgain: {
      hero: 'Encore une fois, s’il vous plaît',
      sub: 'Gardez la carte un peu plus longtemps contre le terminal.',
    },
    insertCard: {
      hero: 'Insérez votre carte',
      sub: 'Le sans contact ne passe pas. Suivez les indications du terminal.',
    },
    oneCard: { hero: 'Une seule carte à la fois', sub: 'Sortez la carte de votre portefeuille et réessayez.' },
    confirmPhone: {
      hero: 'Regardez votre téléphone',
      sub: 'Confirmez, puis approchez à nouveau le téléphone du terminal.',
    },
    notThroughYet: {
      hero: 'Le paiement n’est pas encore passé',
      sub: 'Réessayez ou choisissez un autre moyen de paiement.',
    },
    pin: { hero: 'Composez votre code', sub: 'Sur le terminal, à l’abri des regards.' },
    pinAgain: { hero: 'Recomposez votre code', sub: 'Suivez les indications du terminal.' },
    processing: { hero: 'Veuillez patienter', sub: 'Votre banque vérifie le paiement.' },
    processingRefund: 'Votre banque traite le remboursement.',
    slow: { hero: 'C’est un peu plus long', sub: 'Encore un instant, s’il vous plaît.' },
    removeCard: { hero: 'Retirez votre carte', sub: 'N’oubliez pas votre carte.' },
    qr: { hero: 'Scannez et payez', sub: 'Avec votre appli bancaire ou l’appareil photo du téléphone.' },
    qrLabel: 'Code QR, {amount}',
    qrTime: 'Encore {mmss}',
    qrLastSeconds: { hero_one: 'Encore {count} seconde', hero_other: 'Encore {count} secondes' },
    qrMoreTime: 'Besoin de plus de temps ? Dites-le-nous.',
    qrScanned: {
      hero: 'Confirmez sur votre téléphone',
      sub: 'Le code est scanné. Terminez le paiement dans votre appli.',
    },
    qrChecking: { hero: 'Un instant', sub: 'Nous vérifions le paiement. Ne scannez plus.' },
    qrWithdrawn: { hero: 'Merci de ne pas scanner', sub: 'Le code est momentanément indisponible.' },
    qrExpired: { hero: 'Le code a expiré', sub: 'Rien n’a été payé. Nous pouvons afficher un nouveau code.' },
    cancelling: { hero: 'Annulation en cours', sub: 'Un instant, nous vérifions que c’est bien annulé.' },
    cancellingRefund: { hero: 'Annulation en cours', sub: 'Un instant, nous vérifions que c’est bien annulé.' },
    unknown: { hero: 'Nous vérifions votre paiement', sub: 'Ne payez pas une deuxième fois. Nous nous en occupons.' },
    unknownRefund: { hero: 'Nous vérifions votre remboursement', sub: 'Un instant. Nous nous en occupons.' },
    approved: { hero: 'C’est payé. Merci !', sub: '{amount}. À bientôt !' },
    approvedRefund: {
      hero: 'Remboursement effectué : {amount}',
      sub: 'Le montant sera sur votre compte sous quelques jours ouvrables.',
    },
    declined: { hero: 'Paiement non abouti', sub: 'Rien n’a été débité. Utilisez une autre carte ou payez autrement.' },
    declinedRefund: { hero: 'Remboursement non abouti', sub: 'Nous cherchons une autre solution avec vous.' },
    cancelled: { hero: 'Paiement annulé', sub: 'Rien n’a été débité.' },
    cancelledRefund: { hero: 'Remboursement annulé', sub: 'Rien n’a été remboursé.' },
    timedOut: { hero: 'Le délai est écoulé', sub: 'Rien n’a été débité. Nous pouvons recommencer.' },
    timedOutRefund: { hero: 'Le délai est écoulé', sub: 'Rien n’a été remboursé. Nous pouvons recommencer.' },
  },
} as const satisfies SameShape<typeof reference>;
