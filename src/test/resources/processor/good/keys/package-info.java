@Database(app = "keys")
package com.example.keys;

import dev.tidemark.annotation.Database;
