/**
 * The common settings of all micro-benchmarks. Each benchmark is in the package of the class that
 * it measures.
 */
package io.portage.jmh;
