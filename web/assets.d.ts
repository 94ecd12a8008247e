/** What Vite makes of imports that are not code. */
declare module '*.topojson.gz?url' {
  const url: string;
  export default url;
}
declare module '*.css';
