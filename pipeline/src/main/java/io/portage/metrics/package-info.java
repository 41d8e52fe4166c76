/**
 * The ledger: one counter for each thing that can become of a record, and their sum.
 *
 * <p>{@code read + split = applied + superseded + duplicate + stale + ignored + dead}.
 *
 * <p>And what other metrics of the stages are made of: distributions as counters, and names of
 * tables that can be a part of a metric's name.
 */
@org.jspecify.annotations.NullMarked
package io.portage.metrics;
