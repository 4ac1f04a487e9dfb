import { PAGE_SCRIPT } from '../shared/page-script.ts';

/** The terminal on a page: screen, card slot, keys, what goes over its line, and faults to arm. No outside address. */
export function terminalPage(nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>ZVT terminal</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>
<section class="device" aria-label="Terminal">
  <div class="lamps" data-testid="lamps"><i></i><i></i><i></i><i></i></div>
  <div class="screen" data-testid="screen" role="status" aria-live="polite"><div id="lines"></div><div id="stars"></div></div>
  <div class="keys" id="keys"></div>
  <div class="slot"><span id="card"></span></div>
</section>
<section class="side">
  <header><h1>ZVT terminal</h1><p id="status"></p></header>
  <div class="acts">
    <label class="wide">Card <select id="which"></select></label>
    <button data-do="tap" class="go">Hold card to it</button>
    <button data-do="insert" class="go">Insert card</button>
    <button data-do="remove-card">Take card out</button>
    <button data-do="approve">Approve at once</button>
    <button data-do="decline">Bank declines</button>
    <button data-do="no-paper" id="paper">No paper</button>
    <button data-do="unplug" id="cable">Pull the plug</button>
    <button data-do="reboot" class="stop">Restart</button>
  </div>
  <h2>Faults</h2>
  <form id="arm"><select id="kind" aria-label="Fault"></select><select id="at" aria-label="Moment"></select><button>Arm</button></form>
  <ul id="faults"></ul>
  <h2>Money that moved</h2><ul id="charges"></ul>
  <h2>On the line</h2><ol id="talk"></ol>
</section>
</main><script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#14213d;--soft:#5c677d;--ground:#eef1f7;--card:#fff;--line:#d9dfeb;--go:#0b6e4f;--stop:#a4161a;--warn:#c77700}
@media (prefers-color-scheme:dark){:root{--ink:#f1f4fa;--soft:#a9b4c8;--ground:#0d1321;--card:#1a2338;--line:#2c3854;--go:#3ddc97;--stop:#ff8a8a;--warn:#ffc15e}}
*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px;display:grid;gap:36px;grid-template-columns:minmax(280px,340px) 1fr;align-items:start}
@media (max-width:760px){main{grid-template-columns:1fr}}
.device{background:linear-gradient(160deg,#343b4a,#1c212c 60%);border-radius:34px 34px 26px 26px;padding:22px 22px 0;box-shadow:0 24px 60px #0005,inset 0 1px 0 #fff3;position:sticky;top:24px}
.lamps{display:flex;justify-content:center;gap:22px;margin-bottom:14px}.lamps i{width:26px;height:7px;border-radius:4px;background:#0a0d13}
.lamps.on i{background:#41e08f;box-shadow:0 0 10px #41e08f}
.screen{background:#dfe9d6;color:#172015;border-radius:10px;min-height:136px;padding:16px;display:grid;align-content:center;justify-items:center;font:600 19px/1.45 ui-monospace,SFMono-Regular,Menlo,monospace;text-align:center;box-shadow:inset 0 2px 8px #0006}
.screen.off{background:#39402f;color:#39402f}#lines b{font-size:27px;display:block;font-weight:700}#stars{letter-spacing:.3em;min-height:1.4em}
.keys{display:grid;grid-template-columns:repeat(3,1fr);gap:10px;margin:20px 0}
.keys button{min-height:52px;border:0;border-radius:12px;background:linear-gradient(#f3f4f7,#cfd4de);color:#1a2030;font:700 20px system-ui;cursor:pointer;box-shadow:0 3px 0 #0009}
.keys button:active{transform:translateY(2px);box-shadow:0 1px 0 #0009}.keys .red{background:linear-gradient(#e5484d,#b3282d);color:#fff}.keys .yellow{background:linear-gradient(#f7cf46,#d9a90c)}.keys .green{background:linear-gradient(#36b37e,#1d7f57);color:#fff}
.slot{height:34px;margin:0 30px;background:#07090d;border-radius:10px 10px 0 0;overflow:hidden;display:flex;justify-content:center}
#card{width:74%;height:60px;border-radius:8px 8px 0 0;background:linear-gradient(120deg,#3a6ff7,#7a3af7);transform:translateY(34px);transition:transform .25s}#card.in{transform:translateY(9px)}
h1{font-size:26px;margin:0}h2{font-size:15px;margin:26px 0 8px;color:var(--soft);font-weight:600}header p{margin:2px 0 18px;color:var(--soft)}
.acts{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px}.wide{grid-column:1/-1;color:var(--soft)}
.side button,select{font:inherit;font-weight:600;min-height:44px;padding:0 14px;border-radius:12px;border:1px solid var(--line);background:var(--card);color:inherit;cursor:pointer}
.side button.go{border-color:var(--go);color:var(--go)}.side button.stop{color:var(--stop)}.side button.held{background:var(--warn);color:#1a1200}
button:focus-visible,select:focus-visible{outline:3px solid var(--go);outline-offset:2px}
#arm{display:flex;flex-wrap:wrap;gap:10px}ul,ol{list-style:none;margin:8px 0 0;padding:0;display:grid;gap:6px}
li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:7px 12px;display:flex;justify-content:space-between;gap:12px;align-items:center;font-variant-numeric:tabular-nums}
li button{min-height:30px!important;padding:0 10px!important}#talk li{font:13px/1.5 ui-monospace,monospace;border:0;background:none;padding:1px 0;justify-content:start;overflow-wrap:anywhere}#talk{max-height:340px;overflow:auto}.none{color:var(--soft)}`;

/** Runs in the page. */
const SCRIPT = `${PAGE_SCRIPT}
const STEPS=['command','accepted','card','pin','host','before-status','after-status','after-ack','print','before-completion','after-completion'];
const MOMENT=['cut','half-open','reboot','garbage'];
const KINDS={'cut':{},'half-open':{},'reboot':{},'garbage':{},'lost-acceptance':{},'lost-abort-answer':{},'nack':{code:156},'duplicate-status':{},'error-then-silence':{},'wrong-amount':{byCents:-100},'unknown-bitmap':{},'slow-progress':{ms:8000},'endless-progress':{},'end-of-day-running':{ms:20000},'bad-crc':{},'nak-frame':{times:3},'noise':{},'lost-link-ack':{}};
let state=null,digits='';
for(const name of Object.keys(KINDS))$('kind').append(el('option',name));
for(const name of ['girocard','maestro','vpay','mastercard','visa'])$('which').append(el('option',name));
function moments(){const kind=$('kind').value,steps=MOMENT.includes(kind)?STEPS:kind==='endless-progress'?['card','host']:[];$('at').replaceChildren(...steps.map(step=>el('option',step)));$('at').hidden=steps.length===0}
moments();$('kind').addEventListener('change',moments);
$('arm').addEventListener('submit',event=>{event.preventDefault();const kind=$('kind').value;call('POST','faults',{do:kind,...KINDS[kind],...($('at').hidden?{}:{at:$('at').value})})});
for(const [label,key,style] of [['1'],['2'],['3'],['4'],['5'],['6'],['7'],['8'],['9'],['STOP','stop','red'],['0'],['OK','ok','green']].map(([label,key=label,style=''])=>[label,key,style]))
  $('keys').append(el('button',label,{className:style,onclick:()=>press(key),ariaLabel:key==='ok'?'Confirm':key==='stop'?'Stop':label}));
function press(key){
  if(key==='stop'){digits='';call('POST','cancel')}
  else if(key==='ok'){if(digits.length>=4){call('POST','pin',{ok:digits!=='0000'});digits=''}}
  else if(state&&state.screen.step==='pin'&&digits.length<6)digits+=key;
  draw()}
for(const button of document.querySelectorAll('[data-do]'))button.addEventListener('click',()=>{
  const what=button.dataset.do,card=$('which').value;
  const body={tap:{card},insert:{card},'no-paper':{on:state.paper},unplug:{out:state.cable==='in'}}[what];
  call('POST',what,body??{})});
function draw(){if(!state)return;const {screen}=state;
  if(screen.step!=='pin')digits='';
  $('lines').replaceChildren(...screen.lines.map((line,at)=>el(at===0&&screen.step==='amount'?'b':'div',line)));
  $('stars').textContent='*'.repeat(digits.length);
  document.querySelector('.screen').classList.toggle('off',state.power!=='on');
  document.querySelector('.lamps').classList.toggle('on',screen.step==='amount');
  $('card').classList.toggle('in',state.cardInside);
  $('status').textContent=[state.power==='on'?screen.step:'restarting',state.connected?'a till is connected':'no till',state.registered?'registered ('+state.configByte.toString(16)+')':'not registered',screen.step==='pin'?'any four digits are right, 0000 is wrong':''].filter(Boolean).join(' · ');
  $('paper').textContent=state.paper?'No paper':'New paper';$('paper').classList.toggle('held',!state.paper);
  $('cable').textContent=state.cable==='in'?'Pull the plug':'Plug it in';$('cable').classList.toggle('held',state.cable!=='in');
  list('faults',state.faults.map(armed=>fault(armed,armed.do+(armed.at?' at '+armed.at:''))),'none armed');
  list('charges',[...state.charges].reverse().map(one=>item((one.direction==='pay'?'Payment ':'Refund ')+one.receipt,euros(one.amountCents))),'none');
  list('talk',state.talk.map(entry=>el('li',entry.text)),'nothing yet')}
keepLoading(async()=>{state=await read('state');draw()});`;
