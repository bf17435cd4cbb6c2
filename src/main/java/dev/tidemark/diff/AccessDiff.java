package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.AccessList.Grant;
import dev.tidemark.catalog.QName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Privileges of declared objects, compared for {@code PUBLIC} and for the roles that the declaration names, or for all roles. The owner is whoever owns the
 * object on each side.
 */
public final class AccessDiff {
    /**
     * Whose privileges are compared.
     *
     * @param all those of all roles
     * @param roles those of these roles
     * @param keep roles that lose nothing: they get their privileges otherwise
     * @param creator the role that creates what is new
     * @param defaults whether default privileges are compared
     */
    public record Scope(boolean all, Set<String> roles, Set<String> keep, String creator, boolean defaults) {}

    private record Key(String grantee, boolean toOwner, String column, String privilege) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return text().compareTo(other.text());
        }

        private String text() {
            return grantee + '\0' + toOwner + '\0' + column + '\0' + privilege;
        }
    }

    private final SortedMap<ObjectName, AccessList> live;
    private final Scope scope;
    private final Map<ObjectName, ObjectName> before = new HashMap<>();
    private final Set<ObjectName> remade = new TreeSet<>();
    private final List<Change> changes = new ArrayList<>();
    private final SortedSet<String> unmanaged = new TreeSet<>();

    private AccessDiff(SortedMap<ObjectName, AccessList> live, Scope scope, List<Change> others) {
        this.live = live;
        this.scope = scope;
        others.forEach(this::follow);
    }

    /**
     * What has to be granted and revoked.
     *
     * @param changes privileges to change
     * @param unmanaged roles whose privileges on declared objects nobody looks at
     */
    public record Result(List<Change> changes, SortedSet<String> unmanaged) {}

    /**
     * Compares.
     *
     * @param others the other changes: what they rename, create or make again
     */
    public static Result diff(
            SortedMap<ObjectName, AccessList> live,
            SortedMap<ObjectName, AccessList> declared,
            Scope scope,
            List<Change> others) {
        AccessDiff diff = new AccessDiff(live, scope, others);
        declared.values().forEach(diff::compare);
        if (scope.defaults()) {
            live.values().stream()
                    .filter(l -> l.isDefaults() && !declared.containsKey(l.object()) && diff.isCompared(l.owner()))
                    .forEach(l -> diff.compare(new AccessList(l.object(), l.target(), l.owner(), builtIn(l))));
        }
        return new Result(diff.changes, diff.unmanaged);
    }

    private void follow(Change change) {
        switch (change) {
            case Change.RenameTable c -> renamed(ObjectKind.TABLE, c.from(), c.to());
            case Change.RenameType c -> renamed(ObjectKind.TYPE, c.from(), c.to());
            case Change.RenameSequence c -> renamed(ObjectKind.SEQUENCE, c.from(), c.to());
            case Change.RenameView c -> {
                renamed(ObjectKind.VIEW, c.from().name(), c.to());
                renamed(ObjectKind.MATERIALIZED_VIEW, c.from().name(), c.to());
            }
            case Change.ChangeOther c -> remade.add(c.to().name());
            case Change.RecreateTable c -> remade.add(c.to().object());
            default -> {}
        }
    }

    private void renamed(ObjectKind kind, QName from, QName to) {
        before.put(ObjectName.of(kind, to.schema(), to.name()), ObjectName.of(kind, from.schema(), from.name()));
    }

    private void compare(AccessList to) {
        if (to.isDefaults() && !scope.defaults()) {
            return;
        }
        AccessList there = live.get(before.getOrDefault(to.object(), to.object()));
        AccessList from = there == null ? created(to) : there;
        Map<Key, Grant> has = grants(from, from.owner());
        Map<Key, Grant> wanted = grants(to, from.owner());
        if (remade.contains(to.object())) {
            // It may be dropped and made again: what it has then is what a new one has.
            grants(created(to), from.owner()).forEach(has::putIfAbsent);
        }
        List<Grant> granted = new ArrayList<>();
        List<Grant> revoked = new ArrayList<>();
        for (Map.Entry<Key, Grant> entry : wanted.entrySet()) {
            Grant now = has.get(entry.getKey());
            if (now == null || remade.contains(to.object()) || (entry.getValue().grantable() && !now.grantable())) {
                granted.add(entry.getValue());
            } else if (now.grantable() && !entry.getValue().grantable()) {
                revoked.add(now);
            }
        }
        for (Map.Entry<Key, Grant> entry : has.entrySet()) {
            if (!wanted.containsKey(entry.getKey())
                    && !scope.keep().contains(entry.getValue().grantee())) {
                Grant gone = entry.getValue();
                revoked.add(new Grant(
                        gone.grantee(), gone.column(), gone.privilege(), false, gone.toOwner(), gone.byOwner()));
            }
        }
        if (remade.contains(to.object()) && same(grants(from, from.owner()), wanted)) {
            return;
        }
        if (!granted.isEmpty() || !revoked.isEmpty()) {
            changes.add(new Change.ChangePrivileges(
                    to.object(), to.target(), from.owner(), there == null, granted, revoked));
        }
    }

    private static boolean same(Map<Key, Grant> one, Map<Key, Grant> other) {
        return grantable(one).equals(grantable(other));
    }

    private static Map<Key, Boolean> grantable(Map<Key, Grant> grants) {
        Map<Key, Boolean> grantable = new TreeMap<>();
        grants.forEach((key, grant) -> grantable.put(key, grant.grantable()));
        return grantable;
    }

    /** Those that are compared; what the owner of the live object has is the owner's. */
    private Map<Key, Grant> grants(AccessList list, String owner) {
        Map<Key, Grant> grants = new TreeMap<>();
        for (Grant grant : list.grants()) {
            boolean toOwner = grant.toOwner() || grant.grantee().equals(owner);
            if (toOwner ? isOwnerCompared(list) && grant.toOwner() : isCompared(grant.grantee())) {
                grants.put(new Key(toOwner ? "" : grant.grantee(), toOwner, grant.column(), grant.privilege()), grant);
            } else if (!toOwner) {
                unmanaged.add(grant.grantee());
            }
        }
        return grants;
    }

    private boolean isOwnerCompared(AccessList list) {
        return !list.isDefaults() && (scope.all() || scope.roles().contains(scope.creator()));
    }

    private boolean isCompared(String role) {
        return scope.all() || role.isEmpty() || scope.roles().contains(role);
    }

    /** What an object has when it has just been created. */
    private AccessList created(AccessList to) {
        if (to.isDefaults()) {
            return new AccessList(to.object(), to.target(), to.owner(), builtIn(to));
        }
        List<Grant> grants = new ArrayList<>(NewObjectGrants.of(live, scope.creator(), to.object()));
        // The owner's own privileges are as declared: nobody takes them away beforehand.
        to.grants().stream().filter(Grant::toOwner).forEach(grants::add);
        return new AccessList(to.object(), to.target(), scope.creator(), grants);
    }

    private static List<Grant> builtIn(AccessList defaults) {
        boolean global = defaults.object().schema().isEmpty();
        return NewObjectGrants.everybodys(
                global && defaults.target().equals("FUNCTIONS"),
                global && defaults.target().equals("TYPES"));
    }
}
