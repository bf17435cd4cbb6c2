package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Extensions: another version by their own update scripts, another schema where they can be moved; never dropped, never made again. */
final class ExtensionRules implements KindRules {
    @Override
    public String label(OtherObject object) {
        return "extension";
    }

    @Override
    public String reference(OtherObject object) {
        return "EXTENSION " + Sql.id(object.name().name());
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        List<Alteration.Statement> statements = new ArrayList<>();
        List<HazardNote> hazards = new ArrayList<>();
        String version = to.attribute("version");
        if (!from.attribute("version").equals(version)) {
            if (!List.of(from.attribute("updates").split(" ")).contains(version)) {
                return new Alteration.Blocked(
                        "TDM-225",
                        "has no way from version " + from.attribute("version") + " to " + version,
                        List.of(
                                "declare a version that the server can bring about: " + from.attribute("updates"),
                                "leave VERSION out: what is installed is then right as it is"));
            }
            statements.add(
                    Alteration.Statement.instant("ALTER " + reference(to) + " UPDATE TO " + Sql.literal(version)));
            hazards.add(new HazardNote(
                    Hazard.UNTRACKED_DEPENDENCY,
                    "the update script of the extension changes its members; Tidemark does not look into it",
                    ""));
        }
        String schema = to.attribute("schema");
        if (!from.attribute("schema").equals(schema)) {
            if (!Boolean.parseBoolean(from.attribute("relocatable"))) {
                return new Alteration.Blocked(
                        "TDM-225",
                        "cannot be moved from schema " + from.attribute("schema") + " to " + schema,
                        List.of(
                                "declare it where it is: CREATE EXTENSION "
                                        + Sql.id(to.name().name()) + " SCHEMA " + Sql.id(from.attribute("schema")),
                                "drop it and create it again by hand, with what depends on it"));
            }
            statements.add(Alteration.Statement.instant("ALTER " + reference(to) + " SET SCHEMA " + Sql.id(schema)));
            hazards.add(new HazardNote(
                    Hazard.BREAKS_RUNNING_CODE,
                    "code that names its functions, types or operators by schema " + from.attribute("schema")
                            + " finds them no more",
                    ""));
        }
        return new Alteration.InPlace(statements, List.of(), hazards);
    }

    @Override
    public boolean rebuilds() {
        return false;
    }
}
