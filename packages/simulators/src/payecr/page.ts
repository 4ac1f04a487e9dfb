import { PAGE_SCRIPT } from '../shared/page-script.ts';

/** The terminal on a page: its screen, a card to hold to it, the PIN, its history, and faults to arm. No outside address. */
export function terminalPage(nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>PAY.POS terminal</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>
<section class="device" aria-label="Terminal">
  <div class="screen" data-testid="screen" role="status" aria-live="polite">
    <p id="hint"></p><h2 id="amount" data-testid="amount"></h2><p id="to"></p><ul id="lines"></ul>
    <div id="pin"><button data-do="pin-ok" class="go">PIN right</button><button data-do="pin-wrong">PIN wrong</button></div>
    <button data-do="cancel" id="cancel" class="quiet">Cancel</button>
  </div>
  <button data-do="tap" id="card" data-testid="tap" aria-label="Hold card to the terminal"><i></i><span>Hold card to it</span></button>
</section>
<section class="side">
  <header><h1>PAY.POS terminal</h1><p id="status"></p></header>
  <div class="acts">
    <button data-do="approve" class="go">Approve at once</button>
    <button data-do="decline">Bank declines</button>
    <button data-do="queue">Take it offline</button>
    <button data-do="fail">Fail</button>
    <button data-do="settle">Offline one goes through</button>
    <button data-do="refuse-queued">Offline one is refused</button>
    <button data-do="occupy">Another till pays</button>
    <button data-do="fill-history">20 others since</button>
    <button data-do="clear-history">Empty the history</button>
    <button data-do="reboot" class="stop">Restart</button>
    <button data-do="power-off" id="power" class="stop">Switch off</button>
  </div>
  <h3>Faults</h3>
  <form id="arm"><select id="kind" aria-label="Fault"></select><select id="which" aria-label="Message"></select><button>Arm</button></form>
  <ul id="faults"></ul>
  <h3>Money that moved</h3><ul id="charges"></ul>
  <h3>History, as the till can read it</h3><ul id="history"></ul>
</section>
</main><script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#14213d;--soft:#5c677d;--ground:#eef1f7;--card:#fff;--line:#d9dfeb;--go:#0b6e4f;--stop:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#f1f4fa;--soft:#a9b4c8;--ground:#0d1321;--card:#1a2338;--line:#2c3854;--go:#3ddc97;--stop:#ff8a8a}}
*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px;display:grid;gap:40px;grid-template-columns:minmax(280px,320px) 1fr;align-items:start}
@media (max-width:760px){main{grid-template-columns:1fr}}
.device{position:sticky;top:24px;justify-self:center;width:100%;max-width:320px}
.screen{height:500px;border-radius:38px;border:12px solid #11151f;background:linear-gradient(170deg,#fff,#eef3ff);color:#14213d;box-shadow:0 24px 60px #0005;padding:44px 22px 22px;display:flex;flex-direction:column;align-items:center;text-align:center;gap:6px}
.screen p{margin:0;color:#5c677d}.screen h2{font-size:44px;line-height:1.1;margin:6px 0;font-variant-numeric:tabular-nums}#hint{font-size:20px;font-weight:600;color:#14213d}
.screen.off{background:#080a0f}.screen.off *{visibility:hidden}.screen ul{width:100%;overflow:auto;flex:1;align-content:start}.screen li{border:0;border-bottom:1px solid #d9dfeb;border-radius:0;background:none;padding:6px 0}
#pin{display:grid;gap:10px;width:100%}.screen button{width:100%;background:#fff;color:#14213d;border-color:#d9dfeb}.screen button.go{background:#0b6e4f;color:#fff}.quiet{opacity:.75}
#card{display:block;width:210px;height:132px;margin:-26px auto 0;border:0;border-radius:14px;background:linear-gradient(120deg,#3a6ff7,#7a3af7);color:#fff;box-shadow:0 12px 30px #0006;transition:transform .25s;text-align:left;padding:18px;font:600 15px system-ui;cursor:pointer;position:relative}
#card i{display:block;width:36px;height:27px;border-radius:6px;background:#f1d27a;margin-bottom:26px}#card:enabled:hover{transform:translateY(-16px)}#card:disabled{filter:grayscale(.8);opacity:.55;cursor:default}
h1{font-size:26px;margin:0}h3{font-size:15px;margin:26px 0 8px;color:var(--soft);font-weight:600}header p{margin:2px 0 18px;color:var(--soft)}
.acts{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px}
button,select{font:inherit;font-weight:600;min-height:44px;padding:0 14px;border-radius:12px;border:1px solid var(--line);background:var(--card);color:inherit;cursor:pointer}
button.go{border-color:var(--go);color:var(--go)}button.stop{color:var(--stop)}button:focus-visible,select:focus-visible{outline:3px solid var(--go);outline-offset:2px}
#arm{display:flex;flex-wrap:wrap;gap:10px}ul{list-style:none;margin:8px 0 0;padding:0;display:grid;gap:6px}
li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:7px 12px;display:flex;justify-content:space-between;gap:12px;align-items:center;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
li button{min-height:30px;padding:0 10px}.none{color:var(--soft)}[hidden]{display:none!important}`;

/** Runs in the page. */
const SCRIPT = `${PAGE_SCRIPT}
const REQUESTS=['any','PING','TRANSACTION_START','TRANSACTION_STOP','HISTORY_LIST','HISTORY_GET','ORDER_CREATE','ORDER_UPDATE','ORDER_STOP'];
const REPLIES=['any','STARTED','PROCESSING','PIN_INPUT_PENDING','COMPLETED','CANCELLED','FAILED','QUEUED','PONG','ERROR','HISTORY_LIST_RESPONSE','HISTORY_GET_RESPONSE'];
const ON={ignore:{},error:{},cut:{worked:true},mute:{ms:10000}};
const WHAT={lose:{},garble:{},slow:{ms:8000},split:{},join:{},noise:{},'cut-before':{},'cut-after':{}};
const PLAIN={'wrong-amount':{cents:9999},queue:{},forget:{},'history-late':{ms:5000},'paid-after-stop':{afterMs:3000}};
const HINTS={idle:'Welcome',booting:'Starting …',off:'',order:'Your order',starting:'One moment …',presenting:'Present card',pin:'Enter PIN',processing:'Processing …'};
let state=null;
for(const name of Object.keys({...ON,...WHAT,...PLAIN}))$('kind').append(el('option',name));
function messages(){const kind=$('kind').value,names=kind in ON?REQUESTS:kind in WHAT?REPLIES:[];$('which').replaceChildren(...names.map(name=>el('option',name)));$('which').hidden=names.length===0}
messages();$('kind').addEventListener('change',messages);
$('arm').addEventListener('submit',event=>{event.preventDefault();const kind=$('kind').value,name=$('which').value;
  call('POST','faults',{do:kind,...ON[kind],...WHAT[kind],...PLAIN[kind],...(kind in ON?{on:name}:kind in WHAT?{what:name}:{})})});
for(const button of document.querySelectorAll('[data-do]'))button.addEventListener('click',()=>call('POST',button.dataset.do,{}));
function draw(){if(!state)return;const {transaction}=state;
  document.querySelector('.screen').classList.toggle('off',state.state==='off');
  $('hint').textContent=HINTS[state.state];
  $('amount').textContent=transaction?(transaction.direction==='refund'?'− ':'')+euros(transaction.amountCents):'';
  $('to').textContent=transaction?.description??'';
  $('lines').replaceChildren(...state.lines.map(line=>item(line.quantity+' × '+line.text,euros(line.sumCents))));
  $('pin').hidden=state.state!=='pin';$('cancel').hidden=!['starting','presenting','pin'].includes(state.state);
  $('card').disabled=state.state!=='presenting';
  $('power').textContent=state.state==='off'?'Switch on':'Switch off';$('power').dataset.do=state.state==='off'?'power-on':'power-off';
  $('status').textContent=[state.name,state.code,state.state,state.connections===1?'a till is connected':state.connections+' connections'].join(' · ');
  list('faults',state.faults.map(armed=>fault(armed,armed.do+' '+(armed.on??armed.what??''))),'none armed');
  list('charges',[...state.charges].reverse().map(one=>item((one.direction==='pay'?'Payment ':'Refund ')+(one.reference??''),euros(one.amountCents))),'none');
  list('history',state.history.map(one=>item((one.status+' '+(one.reference??'no reference')),euros(one.amountCents))),'empty')}
keepLoading(async()=>{state=await read('state');draw()});`;
