@Database(app = "names")
package com.example.names;

import dev.tidemark.annotation.Database;
