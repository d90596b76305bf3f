import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os"; import { join } from "node:path";
import fc from "fast-check";
import { Session } from "../engine/session.ts"; import { hostileCsv } from "./hostile-csv.ts";
import { loadSide, rejectTable } from "./load-side.ts"; import { openSide } from "./open-side.ts"; import { nativeRelation, readsNatively } from "./source-view.ts";
const folder = await mkdtemp(join(tmpdir(), "rc-"));
const session = await Session.open({ memoryBytes: 1<<30, threads: 2, workDir: folder });
let n=0,nat=0,bad=0; const shown:string[]=[]; 
for (const b of fc.sample(hostileCsv,{seed:Number(process.argv[2]??1),numRuns:Number(process.argv[3]??3000)})) {
  await writeFile(join(folder,"a.csv"), b);
  const opened = await openSide("left",{files:["a.csv"],format:"csv",options:{delimiter:",",encoding:"utf-8"}},{baseDir:folder}).catch(()=>undefined);
  if(!opened) continue; n++; if (opened.header.length!==2) continue;
  const file=opened.files[0]!.file;
  if(!(await readsNatively(file)) || (globalThis as any).skip?.(b)) continue;
  const rel = await nativeRelation(session,file,opened.header);
  let got:any; try { got=(await session.rows(`SELECT replace(c1,chr(65279),chr(12345)), replace(c2,chr(65279),chr(12345)) FROM (${rel!.sql})`)).map(r=>Object.values(r).map((x:any)=>x===null?null:x.replaceAll(String.fromCodePoint(12345),"\ufeff"))); nat++; } catch { continue; }
  const want:any[]=[]; for await (const batch of file.rows()) for (const r of batch) want.push(r.kind==="record"?[...r.cells]:["REJECT",r.reason]);
  if(JSON.stringify(got)!==JSON.stringify(want)) { bad++; shown.push(b.toString("latin1")); if(process.argv[4]) ; 
    (shown as any)[b.toString("latin1")]=[JSON.stringify(got),JSON.stringify(want)]; }
}
console.log({n,nat,bad});
const nul=shown.filter(s=>s.includes("\0")); const rest=shown.filter(s=>!s.includes("\0"));
console.log("with NUL",nul.length);
rest.sort((a,b)=>a.length-b.length);
for (const s of rest.slice(0,12)) console.log(JSON.stringify(s),"\n  duck",(shown as any)[s][0],"\n  ours",(shown as any)[s][1]);
session.close();
