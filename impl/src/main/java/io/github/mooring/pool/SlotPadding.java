package io.github.mooring.pool;

/**
 * Keeps the fields that follow away from whatever lies before them in memory, so that two slots never share a cache line
 * (nor the pair of lines that a processor may fetch at once). The JVM lays out the fields of a superclass first.
 */
@SuppressWarnings("unused") // that is what they are for
abstract class SlotPadding {
    long p01;
    long p02;
    long p03;
    long p04;
    long p05;
    long p06;
    long p07;
    long p08;
    long p09;
    long p10;
    long p11;
    long p12;
    long p13;
    long p14;
}
