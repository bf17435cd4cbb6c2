------------------------------- MODULE MCUp -------------------------------
(* An old version and two instances of a new one start at once, on an empty database; one may be killed anywhere. *)
EXTENDS Protocol
McRuns == {"old", "new", "peer"}
McVersion == [r \in McRuns |-> IF r = "old" THEN 1 ELSE 2]
McExplicit == {}
=============================================================================
