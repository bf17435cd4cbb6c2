package dev.tidemark.plan.kinds;

import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.catalog.OtherObject;
import java.util.List;

/** All that the planner knows of one kind of object. */
public interface KindRules {
    /** Its kind in small letters, as plans say it: {@code function}, {@code domain}. */
    String label(OtherObject object);

    /**
     * The kind's key words and the object's identity, quoted, as {@code DROP}, {@code COMMENT ON} and {@code ALTER} take them:
     * {@code FUNCTION shop.f(integer)}, {@code TRIGGER t ON shop.orders}.
     */
    String reference(OtherObject object);

    /** The statements that make it as it is, in order; its comment and its privileges left out. */
    List<String> create(OtherObject object);

    /** What has to run after a declared CREATE of it, since statements about the relation that it belongs to say it: whether it is enabled. */
    default List<String> afterCreate(OtherObject object) {
        return List.of();
    }

    /** Whether it acts on other statements of the same sync: it is made and enabled last, dropped and disabled first. */
    default boolean acts() {
        return false;
    }

    /** The lock that making it takes on the relation that it belongs to. */
    default LockMode createLock() {
        return LockMode.ACCESS_EXCLUSIVE;
    }

    /** What making it on a relation that is there means for others. */
    default List<HazardNote> createHazards(OtherObject object, RuleContext context) {
        return List.of();
    }

    /** The statement that drops it, without {@code CASCADE}. */
    default String drop(OtherObject object) {
        return "DROP " + reference(object);
    }

    /**
     * How {@code from} becomes {@code to}.
     *
     * @param from as it is, under the names that renames give
     * @param to as it should be
     */
    Alteration alter(OtherObject from, OtherObject to, RuleContext context);

    /** Whether what depends on it may need it as it should be even where it is altered in place: another attribute, not another comment. */
    default boolean reshapes(OtherObject from, OtherObject to) {
        return false;
    }

    /** What dropping it means for others and for the data; the hazards of losing what depends on it are not its own. */
    default List<HazardNote> dropHazards(OtherObject object, RuleContext context) {
        return List.of();
    }

    /** Whether it can be dropped and made again around a change of what it depends on. */
    default boolean rebuilds() {
        return true;
    }
}
