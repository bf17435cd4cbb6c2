package dev.tidemark.catalog;

import dev.tidemark.ObjectName;

/**
 * An object of a kind that is read, compared and named, but not altered yet: functions, triggers, policies, rules, domains, composite types …
 *
 * @param definition a canonical text of all that defines it; equal texts mean equal objects
 */
public record OtherObject(ObjectName name, String definition) {}
