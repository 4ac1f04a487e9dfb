/** The smallest file that works, with a line for everything the tests break. */
export const SMALL = `version: 1
venue:
  name: Speelpark De Eik
listen:
  port: 8620
  lan:
    host: 192.168.10.5
    certificate: { file: tls/agent.crt }
    key: { file: tls/agent.key }
    allow: [192.168.10.0/24, "fd00:10::/64"]
mplus:
  subscriptions:
    - id: BALIE
      secret: { env: SECRET_BALIE }
tills:
  - branch: 3
    workplace: 12
    name: Balie 1
    subscription: BALIE
    card: pin-1
    qr: pay-qr
    methods: { K_PIN: pin-1 }
  - branch: 3
    workplace: 13
    name: Balie 2
    subscription: BALIE
    card: pin-2
routes:
  - id: pin-1
    kind: pay-terminal
    name: Pin 1
    account: pay
    terminal: TH-1234-5678
  - id: pin-2
    kind: pay-terminal
    name: Pin 2
    account: pay
    terminal: TH-1234-5679
    leaseSeconds: 90
  - id: pay-qr
    kind: pay-qr
    name: Pay. QR
    account: pay
accounts:
  - id: pay
    kind: pay
    serviceId: SL-1234-5678
    serviceSecret: { env: PAY_SECRET }
    tokenCode: AT-1234-5678
    apiToken: { env: PAY_TOKEN }
    cores: [https://connect.pay.nl]
staff:
  - name: Anja
    pin: { env: PIN_ANJA }
`;
