package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text search dictionaries: their options are altered. */
final class DictionaryRules extends Named {
    DictionaryRules() {
        super("text search dictionary");
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        if (!from.attribute("template").equals(to.attribute("template"))) {
            return Alteration.Replaced.plain();
        }
        Map<String, String> there = options(from.attribute("options"));
        Map<String, String> wanted = options(to.attribute("options"));
        List<String> settings = new ArrayList<>();
        there.keySet().stream().filter(o -> !wanted.containsKey(o)).forEach(settings::add);
        wanted.forEach((option, value) -> {
            if (!value.equals(there.get(option))) {
                settings.add(option + " = " + value);
            }
        });
        return settings.isEmpty()
                ? Alteration.Replaced.plain()
                : Alteration.InPlace.of("ALTER " + reference(to) + " (" + String.join(", ", settings) + ")");
    }

    /** {@code language = 'english', stopwords = 'x, y'} taken apart; names and values as they are written. */
    private static Map<String, String> options(String list) {
        Map<String, String> options = new LinkedHashMap<>();
        int start = 0;
        char quote = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i < list.length() ? list.charAt(i) : ',';
            if (quote != 0 && i < list.length()) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ',') {
                String option = list.substring(start, i).strip();
                int sign = option.indexOf(" = ");
                if (sign > 0) {
                    options.put(option.substring(0, sign), option.substring(sign + 3));
                }
                start = i + 1;
            }
        }
        return options;
    }
}
