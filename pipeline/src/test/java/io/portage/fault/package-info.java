/**
 * Faults on demand, for tests of all modules: a data source whose calls fail, and a TCP proxy that
 * delays, stalls, breaks and refuses connections. The sandbox module stops and kills servers.
 */
@org.jspecify.annotations.NullMarked
package io.portage.fault;
