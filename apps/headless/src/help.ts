export const HELP = `tillbridge: the software beside the till.

  tillbridge run [--config FILE]              runs the agent until it is asked to end
      --json                                  one JSON line when ready, one when stopped
      --demo                                  invented data: the windows say so
      --windows DIR                           built windows in DIR/cashier and DIR/display
      --frame ORIGIN                          a page of ORIGIN may show the windows in a frame
      --log-to-stderr                         log lines to standard error instead of the data folder
  tillbridge status [--json]                  whether payments can be taken, and if not, why
  tillbridge windows [--json]                 addresses that open the two windows in a browser here
  tillbridge pair [--role display|cashier]    a code that lets a window on another machine in
  tillbridge terminal list                    terminals of the settings, their last sign of life; serial ports
  tillbridge terminal discover [HOST]         terminals on this network and on cables; connects, and says nothing
  tillbridge terminal test ROUTE              signs on and asks for its state
  tillbridge terminal diagnose ROUTE          lets it check itself and its bank
  tillbridge terminal end-of-day ROUTE        closes its day; refused while a payment on it is open
  tillbridge terminal trace ROUTE             what went over its wire lately, card data masked
      --follow                                goes on until interrupted
      --last N                                no more than the newest N
      --on, --off                             keeps it in files: for ten minutes, or no longer
  tillbridge terminal trace --file FILE       the same from a stored trace
      --replay                                only says what of it can't be read
  tillbridge voucher show CODE|ORDER          what became of a ticket or an order, and who acts when it gives nothing
      --till ID                               whether it would count at this till
  tillbridge voucher log                      what ticket shops sent and what they were answered, the newest first
      --order REF  --shop ID                  of one order, of one shop
      --from DATE  --to DATE                  of these days
      --last N                                no more than the newest N (100)
      --csv FILE                              all of it, for whoever looks into it
  tillbridge voucher overuse                  what was spent beyond what was issued, until somebody has seen it
  tillbridge journal verify [--json]          whether the journal is whole and unchanged
  tillbridge journal show [ID | --last N]     a payment's story, or the newest facts
  tillbridge journal export [--from N]        all facts, one JSON object a line
  tillbridge reconcile --day YYYY-MM-DD       tills, journal and each provider's own list, line by line
      --csv FILE                              all lines, for bookkeeping
      --json                                  the whole report
  tillbridge accounts [--json]                what providers say of the accounts: terminals, methods, what doesn't fit
  tillbridge config check [FILE]              what is wrong with the settings
      --without-secrets                       doesn't look secrets up
  tillbridge config show [FILE]               what applies, defaults filled in; no secrets, no names of people
  tillbridge config schema                    the JSON Schema of the settings, for editors
  tillbridge cert create --host NAME …        a certificate for tills and displays on the network

  --config FILE names the settings (also TILLBRIDGE_CONFIG; else ./tillbridge.yaml).
  --data DIR names the data folder instead, where only the data is needed.
  terminal and voucher commands take --json and go through the running agent; terminal test, diagnose and end-of-day also
  work without one.

Exit codes: 0 done, 1 the answer is no, 2 wrong command line, 3 wrong settings, 4 no agent answers, 5 failed;
reconcile ends with 3 when something differs, voucher overuse with 1 when there is any.`;
