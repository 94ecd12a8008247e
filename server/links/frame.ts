/** The frame of pages for whoever has no account: one column, one form, no script of the console; its policy lets nothing else run. Pure. */
import { createHash } from 'node:crypto';

const style = `
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#10202f;background:#f3f6f9}
main{max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem;margin:.2rem 0 .6rem}
dl{margin:0 0 1rem}dt{color:#4a5b6b;font-size:.875rem}dd{margin:0 0 .5rem}
form{background:#fff;border:1px solid #c3ced9;border-radius:.5rem;padding:1rem;margin:0 0 1rem}
label{display:block;margin:0 0 .75rem}
input,textarea,select{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.6rem;border:1px solid #6b7c8c;border-radius:.3rem}
button{font:inherit;font-weight:600;width:100%;padding:.8rem;border:0;border-radius:.3rem;background:#0a4d8c;color:#fff}
button.second{background:#dde6ef;color:#10202f;margin:0 0 .75rem}
a{overflow-wrap:anywhere}
a.tap{display:inline-block;min-height:44px;line-height:44px;font-weight:600}
dd{overflow-wrap:anywhere}
p.note{color:#4a5b6b;font-size:.875rem}
p.said{padding:.75rem;border-radius:.3rem;background:#e3f2e4}p.said.bad{background:#fbe3e0}
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
body{color:#dbe4ec;background:#0e1419}dt,p.note{color:#9db0c1}a{color:#8cc4ff}
form{background:#172029;border-color:#35444f}
input,textarea,select{background:#0e1419;color:#dbe4ec;border-color:#6b7c8c}
button{background:#2873b4;color:#fff}button.second{background:#2a3742;color:#dbe4ec}
p.said{background:#173a22}p.said.bad{background:#4a1d19}
}
`;

/** Fills the position in; whoever has scripts off writes it. */
const script = `
var b=document.getElementById('here');
if(b&&navigator.geolocation){b.hidden=false;b.onclick=function(){b.disabled=true;
navigator.geolocation.getCurrentPosition(function(p){
document.getElementById('place').value=p.coords.latitude.toFixed(5)+', '+p.coords.longitude.toFixed(5);b.disabled=false;},
function(){b.disabled=false;b.textContent=b.dataset.failed;},{enableHighAccuracy:true,timeout:30000});};}
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, nothing else runs, nobody frames it. */
const pagePolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @param body HTML, every text of it escaped already */
export function framed(lang: 'vi' | 'en', body: string): string {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>Hải Đăng</title><style>${style}</style></head><body><main>${body}</main><script>${script}</script></body></html>`;
}

/** Beside the policy: these pages lie in no cache and tell nobody where they were opened from. */
export const pageHeaders = {
  'Content-Security-Policy': pagePolicy,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
  'Permissions-Policy': 'geolocation=(self), camera=(), microphone=()',
} as const;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
}
