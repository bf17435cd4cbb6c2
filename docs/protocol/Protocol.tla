------------------------------ MODULE Protocol ------------------------------
(* The protocol of a run: hot read, lease, the end of predecessors, second    *)
(* read, plan, fenced transactions, one statement without a transaction,      *)
(* record, release. docs/protocol/README.md says what stands for what.        *)
EXTENDS Naturals, FiniteSets

CONSTANTS
    Runs,        \* the runs: processes that start once
    Version,     \* Version[r]: which version of the schema it declares, 1 ..
    Explicit,    \* the runs that somebody asked for by name: returns on purpose
    MaxCrashes,  \* how many of them may be killed
    Fault        \* "none", or what is taken out of the protocol to see it missed

VARIABLES
    pc,       \* where each run is
    term,     \* the term that each run was given, 0: none
    base,     \* the shape that each run's plan was made for
    conn,     \* whether the run's connection still lives
    lease,    \* the row: holder, term, live (not expired)
    lock,     \* who holds the lock of the lease row by its fence, or "none"
    shape,    \* the database: 2v - 1 is version v, what lies between two of them is half-way, 0 is empty
    current,  \* the recorded version, 0: never synced
    begun,    \* the version that is marked as being applied, 0: none
    running,  \* statements without a transaction that the server is at
    planned,  \* the newest term that has made a plan
    crashes,
    wrong     \* what went wrong, for the invariants

vars == <<pc, term, base, conn, lease, lock, shape, current, begun, running, planned, crashes, wrong>>

Target(r) == 2 * Version[r] - 1
\* The next shape on the way: a batch, one transaction or one statement without one.
Next1(r) == IF shape < Target(r) THEN shape + 1 ELSE shape - 1
\* The second half of a version upwards is built without a transaction (CREATE INDEX CONCURRENTLY); all else is transactional.

Holds(r) == lease.holder = r /\ lease.term = term[r] /\ lease.live

\* The order of versions: VersionOrder.decide.
Verdict(r) ==
    IF current = Version[r] /\ begun = 0 THEN "UP_TO_DATE"
    ELSE IF r \in Explicit THEN "SYNC"
    ELSE IF current > Version[r] \/ begun > Version[r] THEN "SUPERSEDED"
    ELSE "SYNC"

Ends == {"UP_TO_DATE", "SUPERSEDED", "SYNCED", "LOST", "killed"}

Init ==
    /\ pc = [r \in Runs |-> "look"]
    /\ term = [r \in Runs |-> 0]
    /\ base = [r \in Runs |-> 0]
    /\ conn = [r \in Runs |-> TRUE]
    /\ lease = [holder |-> "none", term |-> 0, live |-> FALSE]
    /\ lock = "none"
    /\ shape = 0
    /\ current = 0
    /\ begun = 0
    /\ running = {}
    /\ planned = 0
    /\ crashes = 0
    /\ wrong = {}

Go(r, to) == pc' = [pc EXCEPT ![r] = to]

\* What comes next where the plan has come this far.
Following(r, at) ==
    CASE at = Target(r) -> IF Fault = "record after release" THEN "release" ELSE "fence record"
      [] at < Target(r) /\ at # 0 /\ at % 2 = 0 -> "fence mark"
      [] OTHER -> "fence batch"

\* The hot read, by a cold start or a waiter's poll.
Look(r) ==
    /\ pc[r] = "look"
    /\ Go(r, IF Verdict(r) = "SYNC" THEN "contend" ELSE Verdict(r))
    /\ UNCHANGED <<term, base, conn, lease, lock, shape, current, begun, running, planned, crashes, wrong>>

\* One statement, judged under the row's lock.
Acquire(r) ==
    /\ pc[r] = "contend"
    /\ lock = "none"
    /\ ~lease.live
    /\ lease' = [holder |-> r, term |-> lease.term + 1, live |-> TRUE]
    /\ term' = [term EXCEPT ![r] = lease.term + 1]
    /\ Go(r, "terminate")
    /\ UNCHANGED <<base, conn, lock, shape, current, begun, running, planned, crashes, wrong>>

\* Somebody has it: look again later.
Wait(r) ==
    /\ pc[r] = "contend"
    /\ lease.live
    /\ Go(r, "look")
    /\ UNCHANGED <<term, base, conn, lease, lock, shape, current, begun, running, planned, crashes, wrong>>

\* The server processes of former terms are ended, and waited for.
Terminate(r) ==
    /\ pc[r] = "terminate"
    /\ IF Fault = "no termination"
       THEN UNCHANGED <<conn, running>>
       ELSE /\ conn' = [q \in Runs |-> IF term[q] > 0 /\ term[q] < term[r] THEN FALSE ELSE conn[q]]
            /\ running' = {s \in running : s.term >= term[r]}
    /\ Go(r, "reread")
    /\ UNCHANGED <<term, base, lease, lock, shape, current, begun, planned, crashes, wrong>>

\* Under the lease: settled by a peer who was quicker, then it is given back; else the plan.
Reread(r) ==
    /\ pc[r] = "reread"
    /\ IF Fault = "no reread" \/ Verdict(r) = "SYNC"
       THEN /\ base' = [base EXCEPT ![r] = shape]
            /\ planned' = IF term[r] > planned THEN term[r] ELSE planned
            /\ Go(r, Following(r, shape))
            /\ UNCHANGED lease
       ELSE /\ lock = "none"
            /\ lease' = IF Holds(r) THEN [lease EXCEPT !.live = FALSE] ELSE lease
            /\ Go(r, Verdict(r))
            /\ UNCHANGED <<base, planned>>
    /\ UNCHANGED <<term, conn, lock, shape, current, begun, running, crashes, wrong>>

Fences == {"fence batch", "fence mark", "fence record"}
After(fence) == CASE fence = "fence batch" -> "commit batch"
                  [] fence = "fence mark" -> "commit mark"
                  [] fence = "fence record" -> "commit record"

\* SELECT ... FOR UPDATE on the row, the last act before COMMIT: it has to find holder, term and time, and its lock lasts until the commit.
Fence(r) ==
    /\ pc[r] \in Fences
    /\ conn[r]
    /\ lock = "none"
    /\ IF Fault = "no fence" \/ Holds(r)
       THEN /\ lock' = IF Fault \in {"no fence", "fence without a lock"} THEN "none" ELSE r
            /\ Go(r, After(pc[r]))
       ELSE /\ lock' = lock
            /\ Go(r, "LOST")
    /\ UNCHANGED <<term, base, conn, lease, shape, current, begun, running, planned, crashes, wrong>>

\* A commit that should not have been.
Late(r) == IF term[r] < lease.term THEN {"late"} ELSE {}
Stale(r, from) == IF shape # from THEN {"stale plan"} ELSE {}

Marked(r) == IF Fault = "no mark" \/ current = 0 THEN begun
             ELSE IF current # Version[r] \/ begun # 0 THEN Version[r] ELSE begun

Commit(r) ==
    /\ conn[r]
    /\ lock \in {r, "none"}
    /\ lock' = "none"
    /\ UNCHANGED <<term, conn, lease, planned, crashes>>

CommitBatch(r) ==
    /\ pc[r] = "commit batch"
    /\ Commit(r)
    /\ wrong' = wrong \cup Late(r) \cup Stale(r, base[r])
    /\ shape' = Next1(r)
    /\ base' = [base EXCEPT ![r] = Next1(r)]
    /\ begun' = Marked(r)
    /\ Go(r, Following(r, Next1(r)))
    /\ UNCHANGED <<current, running>>

\* The mark has a transaction of its own before a statement that has none; a connection that has just been looked at sends that.
CommitMark(r) ==
    /\ pc[r] = "commit mark"
    /\ Commit(r)
    /\ wrong' = wrong \cup Late(r)
    /\ begun' = Marked(r)
    /\ Go(r, "confirm")
    /\ UNCHANGED <<shape, base, current, running>>

Confirm(r) ==
    /\ pc[r] = "confirm"
    /\ Go(r, IF conn[r] /\ Holds(r) THEN "send" ELSE "LOST")
    /\ UNCHANGED <<term, base, conn, lease, lock, shape, current, begun, running, planned, crashes, wrong>>

Send(r) ==
    /\ pc[r] = "send"
    /\ conn[r]
    /\ running' = running \cup {[run |-> r, term |-> term[r], from |-> base[r]]}
    /\ Go(r, "sent")
    /\ UNCHANGED <<term, base, conn, lease, lock, shape, current, begun, planned, crashes, wrong>>

\* The server is done with it, whether or not the run still lives.
Built(s) ==
    /\ s \in running
    /\ running' = running \ {s}
    /\ shape' = IF shape = s.from THEN shape + 1 ELSE shape
    /\ wrong' = wrong \cup (IF s.term < planned THEN {"late"} ELSE {})
                      \cup (IF shape # s.from THEN {"stale plan"} ELSE {})
    /\ base' = [base EXCEPT ![s.run] = s.from + 1]
    /\ pc' = IF pc[s.run] = "sent" THEN [pc EXCEPT ![s.run] = Following(s.run, s.from + 1)] ELSE pc
    /\ UNCHANGED <<term, conn, lease, lock, current, begun, planned, crashes>>

CommitRecord(r) ==
    /\ pc[r] = "commit record"
    /\ Commit(r)
    /\ wrong' = wrong \cup Late(r)
                      \cup (IF current > Version[r] /\ r \notin Explicit THEN {"back"} ELSE {})
                      \cup (IF shape # Target(r) THEN {"record of what is not there"} ELSE {})
    /\ current' = Version[r]
    /\ begun' = 0
    /\ Go(r, IF Fault = "record after release" THEN "SYNCED" ELSE "release")
    /\ UNCHANGED <<shape, base, running>>

Release(r) ==
    /\ pc[r] = "release"
    /\ lock = "none"
    /\ lease' = IF Holds(r) THEN [lease EXCEPT !.live = FALSE] ELSE lease
    /\ Go(r, IF Fault = "record after release" THEN "commit record" ELSE "SYNCED")
    /\ UNCHANGED <<term, base, conn, lock, shape, current, begun, running, planned, crashes, wrong>>

\* Its connection was ended: whatever it was at is rolled back, and it says so.
CutOff(r) ==
    /\ pc[r] \in Fences \cup {"commit batch", "commit mark", "commit record", "send", "sent"}
    /\ ~conn[r]
    /\ Go(r, "LOST")
    /\ lock' = IF lock = r THEN "none" ELSE lock
    /\ UNCHANGED <<term, base, conn, lease, shape, current, begun, running, planned, crashes, wrong>>

\* No heartbeat came in time: killed, frozen, cut off, or only slow. A run that is frozen is one that takes no step for as long as it likes.
Expire ==
    /\ Fault # "no expiry"
    /\ lease.live
    /\ lock = "none"
    /\ lease' = [lease EXCEPT !.live = FALSE]
    /\ UNCHANGED <<pc, term, base, conn, lock, shape, current, begun, running, planned, crashes, wrong>>

\* kill -9: open transactions are rolled back; a statement without one goes on in the server.
Crash(r) ==
    /\ crashes < MaxCrashes
    /\ pc[r] \notin Ends
    /\ crashes' = crashes + 1
    /\ Go(r, "killed")
    /\ lock' = IF lock = r THEN "none" ELSE lock
    /\ UNCHANGED <<term, base, conn, lease, shape, current, begun, running, planned, wrong>>

Step(r) ==
    \/ Look(r) \/ Acquire(r) \/ Wait(r) \/ Terminate(r) \/ Reread(r)
    \/ Fence(r) \/ CommitBatch(r) \/ CommitMark(r) \/ Confirm(r) \/ Send(r) \/ CommitRecord(r) \/ Release(r) \/ CutOff(r)

Over == (\A r \in Runs : pc[r] \in Ends) /\ UNCHANGED vars

Next ==
    \/ \E r \in Runs : Step(r) \/ Crash(r)
    \/ \E s \in running : Built(s)
    \/ Expire
    \/ Over

\* Whoever lives goes on; the server comes to an end with what it was sent; the lease of a run that is over expires.
HolderIsOver == lease.live /\ lease.holder # "none" /\ pc[lease.holder] \in Ends
Fairness ==
    /\ \A r \in Runs : WF_vars(Step(r))
    /\ WF_vars(\E s \in running : Built(s))
    /\ WF_vars(HolderIsOver /\ Expire)

Spec == Init /\ [][Next]_vars /\ Fairness
-----------------------------------------------------------------------------
(* What is promised *)

\* No commit of an expired term once a newer one was given; a statement without a transaction ends before a newer one plans.
NoLateCommit == "late" \notin wrong
\* Each batch is applied once, to the database that it was planned for: at most one committed apply a hash.
AppliedOnce == "stale plan" \notin wrong
\* Nothing but a return on purpose takes the record back to an older version.
NeverBack == "back" \notin wrong
\* What is recorded is there.
RecordIsTrue == "record of what is not there" \notin wrong
\* Where the database is not what is recorded, the record says so: no version takes it for its own.
NothingForgotten == current = 0 \/ shape = 2 * current - 1 \/ begun # 0

\* Every start ends in a documented status, whoever was killed where: nobody waits for ever.
EveryStartEnds == \A r \in Runs : <>(pc[r] \in Ends)
=============================================================================
