import {readDocument} from "./read-document.ts"; import {schemaFaults} from "./schema-faults.ts"; import {soundParts} from "./plan-parts.ts"; import {checkParts} from "./check-plan.ts"; import {Plan} from "./schema.ts"; import {nearestName} from "./nearest-name.ts";import {Parser,Composer} from "yaml";
const lines=(c:number,f:(i:number)=>string)=>Array.from({length:c},(_,i)=>f(i)).join("");
const text=`fields:\n${lines(5_000,(i)=>`  field${i}: { type: text }\n`)}passes:\n  - name: p\n    kind: keyed\n    on: [${lines(5_000,(i)=>`feild${i}, `)}]\n`;
const T=(n:string,f:()=>any)=>{const a=performance.now();const r=f();console.log(n,(performance.now()-a).toFixed(0));return r};
const tk=T("parser",()=>[...new Parser().parse(text)]); T("compose",()=>[...new Composer({uniqueKeys:false,stringKeys:true}).compose(tk)]);
const d=T("read",()=>readDocument(text)); 
T("schema",()=>schemaFaults(Plan,d.value,[],d.places)); const p=T("parts",()=>soundParts(d.value)); const f=T("check",()=>checkParts(p)); T("places",()=>f.map((x:any)=>d.places.place(x.path)));
const c=Array.from({length:600},(_,i)=>"field"+i); T("nearest",()=>{for(let i=0;i<5000;i++)nearestName("feild"+i,c)});
