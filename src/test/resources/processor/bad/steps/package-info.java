@Database(app = "bad")
package com.example;

import dev.tidemark.annotation.Database;
