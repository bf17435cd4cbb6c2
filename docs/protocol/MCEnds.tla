------------------------------ MODULE MCEnds ------------------------------
(* Two instances of one version and an end to waiting: fewer runs, since what holds "in the end" costs much more to check. *)
EXTENDS Protocol
McRuns == {"new", "peer"}
McVersion == [r \in McRuns |-> 2]
McExplicit == {}
=============================================================================
