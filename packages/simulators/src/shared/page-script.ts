/**
 * What the scripts of all simulator pages begin with; it runs in the page. Only text is ever put into the page, never
 * markup.
 *
 * `$(id)`, `el(tag, text, more)`, `item(left, right)` and `list(id, items, none)` make the page; `call(method, path, body)`
 * uses the control API; `fault(armed, where)` is an armed fault with a button to clear it; `euros(cents)` prints an amount;
 * `keepLoading(load)` loads now and at every change, one after the other.
 */
export const PAGE_SCRIPT = `
const $=id=>document.getElementById(id);
const el=(tag,text,more)=>Object.assign(document.createElement(tag),{textContent:text},more);
const item=(left,right)=>{const one=el('li',left);one.append(el('strong',right));return one};
const list=(id,items,none)=>$(id).replaceChildren(...(items.length?items:[el('li',none,{className:'none'})]));
const call=(method,path,body)=>fetch('/control/'+path,{method,...(body===undefined?{}:{headers:{'content-type':'application/json'},body:JSON.stringify(body)})});
const read=async path=>(await fetch('/control/'+path)).json();
const fault=(armed,where)=>{const one=el('li',where+(armed.times>1?' ×'+armed.times:''));one.append(el('button','Clear',{onclick:()=>call('DELETE','faults/'+armed.id)}));return one};
const euros=cents=>{const digits=String(Math.abs(cents)).padStart(3,'0');return (cents<0?'−':'')+digits.slice(0,-2)+','+digits.slice(-2)+' €'};
function keepLoading(load){let busy=false,again=false;
  const next=async()=>{if(busy){again=true;return}busy=true;
    try{await load()}catch{}
    busy=false;if(again){again=false;next()}};
  new EventSource('/control/events').onmessage=next;next()}
`;
