export { accountKinds, type AccountKind, type AccountName, type Line, normalSide, type Side } from './accounts';
export { ledgerChecks } from './ledger.checks';
export { LedgerModule } from './ledger.module';
export { type Balance, type Hold, Ledger, type Posting } from './ledger.service';
