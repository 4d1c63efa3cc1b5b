package org.dlm.compiler.cost;

/** What a kernel may wait for. */
public enum Limit {
    FMA("multiply-adds"),
    ARITHMETIC("arithmetic"),
    DIVISION("divisions"),
    LATENCY("latency of a sum"),
    LOADS("loads"),
    STORES("stores"),
    LANES("moving lanes"),
    ISSUE("instructions"),
    LOOPS("ends of loops"),
    L2("data from L2"),
    L3("data from L3"),
    MEMORY("data from memory"),
    CALL("the call");

    private final String words;

    Limit(String words) {
        this.words = words;
    }

    /** How people are told. */
    public String words() {
        return words;
    }
}
