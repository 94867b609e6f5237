package android.os;
public class Bundle {
    public boolean containsKey(String key) { return true; }
    public int getInt(String key) { return 1; }
    public boolean getBoolean(String key) { return false; }
    public void putString(String key, String value) {}
}
