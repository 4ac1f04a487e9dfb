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
  tillbridge journal verify [--json]          whether the journal is whole and unchanged
  tillbridge journal show [ID | --last N]     a payment's story, or the newest facts
  tillbridge journal export [--from N]        all facts, one JSON object a line
  tillbridge config check [FILE]              what is wrong with the settings
      --without-secrets                       doesn't look secrets up
  tillbridge cert create --host NAME …        a certificate for tills and displays on the network

  --config FILE names the settings (also TILLBRIDGE_CONFIG; else ./tillbridge.yaml).
  --data DIR names the data folder instead, where only the data is needed.

Exit codes: 0 done, 1 the answer is no, 2 wrong command line, 3 wrong settings, 4 no agent answers, 5 failed.`;
