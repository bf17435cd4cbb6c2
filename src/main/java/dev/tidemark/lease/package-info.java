/**
 * The lease: at most one run changes an app's schema at a time, wherever it runs and however it ends. This page is its protocol.
 *
 * <h2>State</h2>
 *
 * One row an app in the control table {@code lease}, never deleted: {@code holder} (a UUID, fresh for every attempt; null when given back), {@code term}
 * (grows by one with every acquisition, never shrinks), {@code expires_at}, {@code backends} (which server processes work for it). The row is
 * authoritative, and the database's clock ({@code clock_timestamp()}) is the only one that judges it. Free means: no row, or {@code expires_at} has passed.
 *
 * <h2>Acquire</h2>
 *
 * <ol>
 *   <li>The caller opens two connections of its own, work and heartbeat, outside any pool, before it tries. In a pool of one it would wait for itself.
 *   <li>In a transaction of its own, READ COMMITTED, with {@code set local lock_timeout = '250ms'}: {@code INSERT … ON CONFLICT (app) DO UPDATE … WHERE
 *       expires_at <= clock_timestamp() RETURNING term}, from BEGIN to COMMIT in one round trip. The {@code WHERE} is judged under the row's lock, so of
 *       any number of attempts on one expired lease exactly one returns a term. No term, or 55P03 (someone is at the row this moment): not won, which is a value and no exception.
 *   <li>Heartbeats start.
 *   <li>The row still names the backends of terms that were not given back. Those that still run (the same pid <em>and</em> the same
 *       {@code backend_start}, or the application name {@code tidemark:<app>:<term>}) are ended by {@code pg_terminate_backend}, and waited for. Only then
 *       are they taken off the row: a holder that dies meanwhile leaves the whole list to the next one. Where they neither go nor can be ended, the lease
 *       is given back and TDM-304 says what to run.
 *   <li>The row gets the holder's own backends: the work connection's, learned while it acquired, and the one of the heartbeat connection, which writes the
 *       list. Behind a transaction pooler a connection has no backend of its own (the driver's process id is not {@code pg_backend_pid()}); it is then known by application name only, which every transaction of the holder sets by {@code set local}.
 *   <li>The winner repeats the hot read as a statement of its own (in the acquiring one it would miss what the peer just committed); settled: release.
 * </ol>
 *
 * <h2>Hold</h2>
 *
 * <ul>
 *   <li>A daemon thread renews every third of the TTL on the heartbeat connection: {@code UPDATE … SET expires_at = clock_timestamp() + ttl WHERE app, holder,
 *       term AND expires_at > clock_timestamp()}. It names holder and term, so nobody renews another's lease; an expired one is not revived. No row: lost, for
 *       good.
 *   <li>The holder trusts itself until the <em>start</em> of the last successful renewal plus the TTL. The database set {@code expires_at} later than that
 *       start, so trust always ends first, however slow the renewal was. {@link dev.tidemark.lease.Lease#trusted()} costs nothing and decides nothing but
 *       when to stop early; a process that was frozen may be wrong about it.
 *   <li>What decides is the <strong>fence</strong>: the last act of every schema-changing transaction before COMMIT is {@code SELECT 1 … WHERE app, holder,
 *       term AND expires_at > clock_timestamp() FOR UPDATE}. No row: TDM-303, roll back. A row: its lock keeps everybody from taking over until the commit
 *       is done. A holder that slept past its TTL can therefore commit nothing, taken over or not. The transaction is READ COMMITTED (a snapshot older than the
 *       last heartbeat would fail with 40001) and sets {@code idle_in_transaction_session_timeout}, so that a frozen fence does not hold the row for long.
 *   <li>Statements without a commit to fence ({@code CREATE INDEX CONCURRENTLY} …) are sent on a connection that {@link
 *       dev.tidemark.lease.Lease#confirm} has just looked at, and never on a reconnected one. Those the next holder ends, step 4 above.
 * </ul>
 *
 * <h2>End</h2>
 *
 * <ul>
 *   <li><em>Release</em> names holder and term, and sets {@code expires_at} to now. Backends that still run something stay on the row. It never throws; a
 *       release that does not get through is an expiry.
 *   <li><em>Killed, frozen, cut off:</em> nothing renews; within the TTL the lease is free, and the next one ends what still runs.
 *   <li><em>Heartbeat connection lost:</em> trust runs out, then the lease; the work connection can commit until the row expires, and not after.
 *   <li><em>Server failed over:</em> the row is as durable as any commit; who cannot reach it cannot commit either.
 * </ul>
 *
 * <h2>Wait</h2>
 *
 * Who has not won polls ({@link dev.tidemark.lease.Waiting}): a connection, the row, the hot read, the connection back, a sleep with jitter. Between polls it
 * holds no connection, no transaction and no lock. A peer's record settles it; a free lease sends it back to Acquire; it is never told to fail because
 * somebody else was quicker.
 *
 * <p>Nothing here depends on a session: no session {@code SET}, no session lock, no named prepared statement. Imports {@code control} and {@code identity}.
 */
@NullMarked
package dev.tidemark.lease;

import org.jspecify.annotations.NullMarked;
