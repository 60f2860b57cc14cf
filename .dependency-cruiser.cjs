const { rules } = require('./architecture.cjs');

module.exports = {
  forbidden: rules(),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^apps/portal/(build|\\.react-router)/', '^libs/messages/generated/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['require', 'node', 'import', 'default'] },
  },
};
