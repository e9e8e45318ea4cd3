// What of undici goes into the network part otherwise than it is.

/** The HTTP parser comes twice, with SIMD and without. The plain one runs everywhere; both cost 72 kB each. */
function oneParser(build) {
  build.onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ resolveDir, path }) =>
    build.resolve(path.replace('_simd', ''), { resolveDir, kind: 'require-call' }),
  );
}

/** The parser's tables, made while building: to make them takes milliseconds of the first request. */
function finishedTables(build) {
  build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]llhttp[\\/]constants\.js$/ }, ({ path }) => {
    const { default: all, ...tables } = require(path);
    return { contents: `module.exports = ${JSON.stringify(tables)};` };
  });
}

/** HTTP/2 is never offered, and Node's own part for it takes longer to load than all the rest. */
function withoutHttp2(build) {
  build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/ }, () => ({
    contents: `module.exports = () => { throw new Error('HTTP/2 was not offered.'); };`,
  }));
}

module.exports = {
  name: 'undici',
  setup(build) {
    oneParser(build);
    finishedTables(build);
    withoutHttp2(build);
  },
};
