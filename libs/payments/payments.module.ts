import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '@app/identity';
import { LedgerModule } from '@app/ledger';
import { ProvenanceModule } from '@app/provenance';
import { Books } from './books.service';
import { Charge } from './charge.entity';
import { Charges } from './charges.service';
import { Checkout } from './checkout.service';
import { Funding } from './funding.entity';
import { Fundings } from './fundings.service';
import { FundingsController } from './http/fundings.controller';
import { PayeesController } from './http/payees.controller';
import { PayoutsController } from './http/payouts.controller';
import { StoppedMoneyController } from './http/stopped-money.controller';
import { ProviderEventsController } from './http/provider-events.controller';
import { PaymentJobs } from './jobs/payments.jobs';
import { Movement } from './movement.entity';
import { Payee } from './payee.entity';
import { Payees } from './payees.service';
import { Payout } from './payout.entity';
import { PayoutSending } from './payout-sending.service';
import { PayoutHold } from './payout-hold.entity';
import { PayoutHolds } from './payout-holds.service';
import { Payouts } from './payouts.service';
import { Provider } from './provider.service';
import { ProviderEvent } from './provider-event.entity';
import { ProviderEvents } from './provider-events.service';
import { Refund } from './refund.entity';
import { RefundSending } from './refund-sending.service';
import { Refunds } from './refunds.service';
import { Reservation } from './reservation.entity';
import { Reservations } from './reservations.service';
import { Statements } from './statements.queries';
import { StoppedMoney } from './stopped-money.service';
import { Transfer } from './transfer.entity';

@Module({
  imports: [IdentityModule, LedgerModule, ProvenanceModule, TypeOrmModule.forFeature([Funding, Charge, Reservation, Payee, Payout, PayoutHold, Transfer, Refund, ProviderEvent, Movement])],
  controllers: [FundingsController, PayeesController, PayoutsController, StoppedMoneyController, ProviderEventsController],
  providers: [Provider, Books, Charges, Checkout, Fundings, Reservations, Payouts, PayoutHolds, PayoutSending, Refunds, RefundSending, Payees, ProviderEvents, Statements, StoppedMoney, PaymentJobs],
  exports: [Fundings, Reservations, Payouts, PayoutHolds, Refunds, Payees, Statements],
})
export class PaymentsModule {}
