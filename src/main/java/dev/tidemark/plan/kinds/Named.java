package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Locale;

/** Kinds that are nothing but a name and one statement: made, dropped, and made again where they differ. */
class Named implements KindRules {
    private final String label;

    /** @param label its key words in small letters */
    Named(String label) {
        this.label = label;
    }

    @Override
    public String label(OtherObject object) {
        return label;
    }

    @Override
    public String reference(OtherObject object) {
        return words() + " " + name(object);
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        return Alteration.Replaced.plain();
    }

    /** The key words. */
    final String words() {
        return label.toUpperCase(Locale.ROOT);
    }

    /** Its qualified name; that of an object without attributes is what follows the words. */
    final String name(OtherObject object) {
        String name = object.attributes().containsKey("name")
                ? object.attribute("name")
                : object.name().name().substring(object.name().name().startsWith(label + " ") ? label.length() + 1 : 0);
        return Sql.name(new QName(object.name().schema(), name));
    }
}
