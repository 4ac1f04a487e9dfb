import { PAGE_SCRIPT } from '../shared/page-script.ts';

/** The cloud on a page: its orders with what a guest or a bank could do, and faults to arm. No outside address. */
export function controlPage(nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Kassa Compleet</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>
<header><h1>Kassa Compleet</h1><p id="status"></p></header>
<section aria-label="Orders"><h2>Orders</h2><ul id="orders" data-testid="orders"></ul></section>
<section aria-label="Faults"><h2>Faults</h2>
  <form id="arm"><select id="on" aria-label="Call"></select><select id="kind" aria-label="Fault"></select><button>Arm</button></form>
  <ul id="faults"></ul>
  <h2>Money that moved</h2><ul id="charges"></ul>
  <h2>Webhooks</h2><ul id="webhooks"></ul>
</section>
</main><script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#2b2118;--soft:#6f6257;--ground:#faf6f1;--card:#fff;--line:#eadfd3;--go:#c2410c}
@media (prefers-color-scheme:dark){:root{--ink:#f7f1ea;--soft:#c3b5a6;--ground:#17110c;--card:#241b14;--line:#3d3026;--go:#ff9d5c}}
*{box-sizing:border-box}body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px;display:grid;gap:8px 32px;grid-template-columns:3fr 2fr;align-items:start}header{grid-column:1/-1}
@media (max-width:760px){main{grid-template-columns:1fr}}
h1{font-size:26px;margin:0}h2{font-size:15px;margin:26px 0 8px;color:var(--soft);font-weight:600}header p{margin:2px 0 0;color:var(--soft)}
button,select{font:inherit;font-weight:600;min-height:40px;padding:0 12px;border-radius:12px;border:1px solid var(--line);background:var(--card);color:inherit;cursor:pointer}
button:focus-visible,select:focus-visible{outline:3px solid var(--go);outline-offset:2px}
#arm{display:flex;flex-wrap:wrap;gap:10px}ul{list-style:none;margin:8px 0 0;padding:0;display:grid;gap:6px}
li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:8px 12px;display:flex;flex-wrap:wrap;justify-content:space-between;gap:6px 12px;align-items:center;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
li div{display:flex;flex-wrap:wrap;gap:6px;width:100%}li button{min-height:32px;padding:0 10px}.none{color:var(--soft)}[hidden]{display:none!important}`;

/** Runs in the page. */
const SCRIPT = `${PAGE_SCRIPT}
const CALLS=['create','status','cancel','refund','list','any'],HOOK={lose:{},duplicate:{},garbage:{},'other-event':{},'unknown-order':{},reorder:{},slow:{ms:8000}};
const ANSWERS={'lose-reply':{},drop:{},garbage:{worked:true},empty:{worked:true},'cut-short':{},slow:{ms:8000},'internal-error':{worked:true},'bad-gateway':{worked:true},unavailable:{},'gateway-timeout':{worked:true},'too-many':{retryAfterSeconds:5},redirect:{},'error-in-200':{}};
const MORE={status:{earlier:{},'half-completed':{},show:{fields:{currency:'USD'}}},create:{'inactive-method':{}},cancel:{'late-approval':{afterMs:4000}}};
let state=null,charges=[];
for(const name of [...CALLS,'webhook'])$('on').append(el('option',name));
const kinds=()=>{const on=$('on').value;return on==='webhook'?HOOK:{...ANSWERS,...MORE[on]}};
function showKinds(){$('kind').replaceChildren(...Object.keys(kinds()).map(name=>el('option',name)))}
showKinds();$('on').addEventListener('change',showKinds);
$('arm').addEventListener('submit',event=>{event.preventDefault();const name=$('kind').value;call('POST','faults',{on:$('on').value,do:name,...kinds()[name]})});
function order(one){const row=item([one.direction==='refund'?'Refund':one.method??'page',one.reference??one.id.slice(0,8),one.status,one.transferReference??'',one.reason??''].filter(Boolean).join(' · '),euros(one.amountCents));
  const ended=['completed','cancelled','expired'].includes(one.status),acts=el('div','');
  const names=one.direction==='refund'?['refund-completed','refund-failed']:ended&&one.method!=='bank-transfer'?[]:one.method==='bank-transfer'?['transfer','cancel','expire']:['open','pay','decline','cancel','expire'];
  for(const name of names)acts.append(el('button',name,{onclick:()=>call('POST','orders/'+one.id+'/'+name,{})}));
  row.append(acts);return row}
function draw(){if(!state)return;
  $('status').textContent=Object.entries(state.counts).map(([name,count])=>count+' '+name).join(' · ');
  list('orders',state.orders.map(order),'none yet');
  list('faults',state.faults.map(armed=>fault(armed,armed.on+' '+armed.do)),'none armed');
  list('charges',[...charges].reverse().map(one=>item((one.direction==='pay'?'Payment ':'Refund ')+(one.reference??''),euros(one.amountCents))),'none');
  list('webhooks',state.webhooks.map(one=>item(one.orderId.slice(0,8)+' '+one.status,one.state+' ('+one.attempts+')')),'none')}
keepLoading(async()=>{[state,charges]=await Promise.all(['state','charges'].map(read));draw()});`;
