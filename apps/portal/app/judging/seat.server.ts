import type { View } from '@app/api-client';
import { data, redirect } from 'react-router';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';

export type Seat = View<'OwnSeatView'>;

/** The reader's own seat. 404 for any other. */
export async function seatOf(args: PageArgs, id: string): Promise<Seat> {
  const { items } = found(await apiFor(args).GET('/api/v1/me/judging'));
  const seat = items.find((one) => one.id === id);
  if (!seat) throw data(null, { status: 404 });
  return seat;
}

/** What the reader has to score there; conflicts come first, so without them it leads to that page. */
export async function assignmentsOf(args: PageArgs, seat: Seat): Promise<readonly View<'AssignmentView'>[]> {
  if (seat.state === 'accepted' && seat.can.includes('declare')) throw redirect(`/judging/${seat.id}/conflicts`);
  if (seat.state !== 'ready') throw redirect('/judging');
  return foundOrNothing(await apiFor(args).GET('/api/v1/panel-seats/{id}/assignments', { params: { path: { id: seat.id } } }))?.items ?? [];
}
