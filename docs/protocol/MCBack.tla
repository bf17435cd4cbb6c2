------------------------------ MODULE MCBack ------------------------------
(* Two versions, and a return to the first on purpose, in any order; one may be killed anywhere. *)
EXTENDS Protocol
McRuns == {"old", "new", "back"}
McVersion == [r \in McRuns |-> IF r = "new" THEN 2 ELSE 1]
McExplicit == {"back"}
=============================================================================
