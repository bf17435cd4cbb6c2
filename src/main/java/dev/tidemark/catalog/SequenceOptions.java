package dev.tidemark.catalog;

/** A sequence's definition, without its current value. */
public record SequenceOptions(String type, long start, long increment, long min, long max, long cache, boolean cycle) {}
