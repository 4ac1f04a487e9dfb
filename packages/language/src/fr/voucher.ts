/** Vouchers, to the guest and to the cashier: what counted, and why one gives nothing. */
export const voucher = {
  voucher: {
    notReceived: {
      customer: 'Nous ne trouvons pas ce code.',
      cashier: 'Code inconnu. Cherchez par numéro de commande ou appelez la billetterie.',
    },
    unreadable: {
      customer: 'Le code est illisible.',
      cashier: 'Rescannez : augmentez la luminosité ou saisissez le code.',
    },
    usedUp: {
      customer: 'Ce bon a déjà été utilisé.',
      cashier: 'Déjà utilisé : {date} {time}, {till}. Plus rien à utiliser.',
    },
    usedUpBefore: { customer: 'Ce bon a déjà été utilisé.', cashier: 'Déjà utilisé. Plus rien à utiliser.' },
    tooFewLeft: {
      customer: 'Il en reste {left} sur ce bon.',
      cashier: 'Il en reste {left} sur {issued}, {asked} demandés.',
    },
    notYet: {
      customer: 'Ce bon est valable à partir du {date}.',
      cashier: 'Pas encore valable : à partir du {date} {time}.',
    },
    expired: {
      customer: 'Ce bon était valable jusqu’au {date}.',
      cashier: 'Expiré le {date}. Geste commercial : voir le responsable.',
    },
    wrongPlace: { customer: 'Ce bon n’est pas valable ici.', cashier: 'Valable uniquement : {places}.' },
    wrongTime: { customer: 'Ce bon est valable à un autre moment.', cashier: 'Valable : {hours}.' },
    noArticle: {
      customer: 'Aucun article ne correspond encore à ce bon.',
      cashier: 'Valable pour : {items}. À enregistrer d’abord.',
    },
    minimum: {
      customer: 'Ce bon est valable dès {amount} d’achats.',
      cashier: 'Minimum {amount}, actuellement {total}.',
    },
    notCombined: {
      customer: 'Non cumulable avec une autre remise.',
      cashier: 'Incompatible avec : {other}. Choisissez l’un des deux.',
    },
    cancelled: { customer: 'Ce bon n’est plus valable.', cashier: 'Annulé par la billetterie le {date} ({order}).' },
    replaced: {
      customer: 'Il existe un code plus récent. Regardez vos e-mails.',
      cashier: 'Remplacé le {date}. Demandez le nouveau code.',
    },
    inUse: {
      customer: 'Ce bon est en cours d’utilisation à une autre caisse.',
      cashier: 'Utilisé à {till} depuis {time}. Libre à {until}.',
    },
    twiceHere: { customer: 'Ce bon est déjà pris en compte.', cashier: 'Déjà dans cette vente. Rien à faire.' },
    limitDay: {
      customer: 'La remise du jour a déjà été utilisée.',
      cashier: 'Abonnement : {units} fois par jour, dernier à {time}, {till}.',
    },
    limitDayUnused: {
      customer: 'La remise du jour a déjà été utilisée.',
      cashier: '{units} fois par jour au maximum.',
    },
    limitPeriod: {
      customer: 'Ce bon ne peut servir à nouveau que plus tard.',
      cashier: '{units} fois en {days} jours. À nouveau possible dès le {date}.',
    },
    limitVisit: {
      customer: 'Il n’est pas possible d’en utiliser plus par commande.',
      cashier: '{units} au maximum par vente.',
    },
    cannotCheck: {
      customer: 'Nous ne pouvons pas vérifier ce bon pour le moment.',
      cashier: 'Hors ligne, limite atteinte. Réessayez plus tard ou voyez le responsable.',
    },
    applied: {
      customer: 'Bon pris en compte. {label} : {amount}. Il en reste {left}.',
      cashier: '{label} : {units} pris en compte. Il en reste {left} sur {issued}.',
    },
    appliedMoney: {
      customer: 'Bon pris en compte. {label} : {amount}. Il en reste {left}.',
      cashier: '{label} : {amount} pris en compte. Il en reste {left} sur {issued}.',
    },
    appliedLast: {
      customer: 'Bon pris en compte. {label} : {amount}.',
      cashier: '{label} : {amount} pris en compte. Plus rien à utiliser.',
    },
    appliedPass: {
      customer: 'Remise appliquée. Avec votre abonnement : {amount}.',
      cashier: '{label} : {amount} de remise.',
    },
    held: {
      customer: 'Votre bon a été lu.',
      cashier: '{label} : compte dès qu’un article correspondant est enregistré.',
    },
  },
} as const;
